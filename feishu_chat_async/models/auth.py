"""What the endpoints that hand out access tokens answer."""

import attrs


@attrs.frozen(kw_only=True)
class IssuedToken:
    """A tenant access token and how long it lasts."""

    tenant_access_token: str = attrs.field(repr=False, validator=attrs.validators.min_len(1))
    expire: int = attrs.field(validator=attrs.validators.gt(0))
    """Seconds: up to 7200, fewer if Feishu handed out a token that exists already."""
