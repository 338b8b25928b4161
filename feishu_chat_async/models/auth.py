"""The responses of the endpoints that issue access tokens."""

import attrs

_MAX_S = 10**9  # about 32 years: longer than any token is valid, safe for time arithmetic


@attrs.frozen(kw_only=True)
class IssuedToken:
    """A tenant access token and its remaining lifetime."""

    tenant_access_token: str = attrs.field(
        repr=False, validator=attrs.validators.matches_re("[!-~]+")
    )
    expire: int = attrs.field(validator=[attrs.validators.gt(0), attrs.validators.lt(_MAX_S)])
    """Seconds until the token expires: up to 7200, fewer if Feishu returned an existing token."""
