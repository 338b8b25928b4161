"""The check of access tokens in a `FakeFeishu`."""

from .._protocol.endpoint import Endpoint
from .requests import RefusedError
from .state import Grant, State


def authenticate(state: State, endpoint: Endpoint[object], authorization: str, now: float) -> Grant:
    """Return the app and user of an `Authorization` header, if the endpoint accepts its token."""
    scheme, _, token = authorization.partition(" ")
    if scheme != "Bearer" or not token:
        raise RefusedError(99991661, "Missing access token for authorization.")
    if not token.startswith(("t-", "u-")):
        raise RefusedError(99991671, "Invalid token: must start with t-/u-")
    grant = state.grants.get(token)
    kind = "user" if token.startswith("u-") else "tenant"
    if grant is None or grant.expires_at <= now or kind not in endpoint.tokens:
        raise RefusedError(
            99991668 if kind == "user" else 99991663,
            "Invalid access token for authorization. Please make a request with token attached.",
        )
    if scopes := grant.app.missing_scopes:
        raise RefusedError(
            99991672,
            f"Access denied. One of the following scopes is required: [{', '.join(scopes)}].",
            details={
                "permission_violations": [
                    {"type": "action_scope_required", "subject": scope} for scope in scopes
                ]
            },
        )
    return grant
