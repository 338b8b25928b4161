"""The endpoint that issues access tokens."""

from typing import Final

from .._protocol.endpoint import Endpoint
from ..models.auth import IssuedToken

# https://open.feishu.cn/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/auth-v3/auth/tenant_access_token_internal
TENANT_TOKEN: Final[Endpoint[IssuedToken]] = Endpoint(
    method="POST",
    path="/open-apis/auth/v3/tenant_access_token/internal",
    returns=IssuedToken,
    idempotent=True,
    writes=False,
    enveloped=False,
    tokens=("none",),
)
