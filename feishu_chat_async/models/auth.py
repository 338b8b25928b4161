"""What the endpoints that hand out access tokens answer."""

import attrs

_MAX_S = 10**9  # a generation: longer than any token, short enough to calculate with


@attrs.frozen(kw_only=True)
class IssuedToken:
    """A tenant access token and how long it lasts."""

    tenant_access_token: str = attrs.field(
        repr=False, validator=attrs.validators.matches_re("[!-~]+")
    )
    expire: int = attrs.field(validator=[attrs.validators.gt(0), attrs.validators.lt(_MAX_S)])
    """Seconds: up to 7200, fewer if Feishu handed out a token that exists already."""
