"""What Feishu's error numbers mean: one table, from number to error class and advice.

The numbers are those of the endpoints' own pages and of the general list,
https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN
"""

from typing import Final, NamedTuple

from .errors import (
    APIError,
    AuthenticationError,
    ChatDissolvedError,
    InvalidRequestError,
    NotInChatError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)


class Rule(NamedTuple):
    """One row: what is raised, and what the caller can do about it."""

    error: type[APIError]
    hint: str
    rejects_token: bool = False
    """Another access token may be accepted where this one was not."""
    scope: str | None = None
    """A rate limit that holds for this scope of the endpoint, not for the whole endpoint."""


def _token(hint: str) -> Rule:
    return Rule(AuthenticationError, hint, rejects_token=True)


_CREDENTIALS = "Check app_id and app_secret on the app's page in the developer console."
_APP_DISABLED = "Install and enable the app in this tenant, and publish its newest version."
_BAD_ID = "One of the ids does not exist for this app; message and chat ids come from this tenant."
_TRY_LATER = ServerError.default_hint

RULES: Final[dict[int, Rule]] = {
    # Rate limits and quotas.
    99991400: Rule(RateLimitError, "The app calls this endpoint too often; slow down."),
    232019: Rule(RateLimitError, "This chat is called too often; slow down.", scope="chat"),
    11232: Rule(RateLimitError, "Too many messages at once; avoid full and half hours."),
    99991403: Rule(
        PermissionDeniedError,
        "The tenant's API calls for this month are used up; its administrator can extend its plan.",
    ),
    # Access tokens. Feishu uses the same numbers for tokens that have expired, were revoked, or
    # are of a kind that the endpoint does not accept.
    99991661: _token("No access token was sent."),
    99991663: _token(
        "The tenant access token has expired or was revoked, or is not accepted here."
    ),
    99991664: _token("The app access token is not valid."),
    99991665: _token("The tenant access token is not valid."),
    99991668: _token("The user access token has expired or was revoked, or is not accepted here."),
    99991670: _token("The single-sign-on access token is not valid."),
    99991671: _token("An access token starts with t- (tenant) or u- (user)."),
    99991677: _token("The user access token has expired; refresh it."),
    4001: _token("The access token is not valid; get a new one."),
    20005: _token("The access token is not valid; get a new one."),
    99991669: Rule(
        AuthenticationError, "The refresh token is not valid; the user must log in again."
    ),
    # The app's own credentials.
    10003: Rule(InvalidRequestError, "An argument is missing or wrong. " + _CREDENTIALS),
    10005: Rule(AuthenticationError, _CREDENTIALS),
    10012: Rule(AuthenticationError, _CREDENTIALS),
    10013: Rule(AuthenticationError, _CREDENTIALS),
    10014: Rule(AuthenticationError, "The app is not available. " + _CREDENTIALS),
    10015: Rule(AuthenticationError, "The app secret is wrong. " + _CREDENTIALS),
    20002: Rule(AuthenticationError, "App id and secret do not belong together. " + _CREDENTIALS),
    99991543: Rule(AuthenticationError, _CREDENTIALS),
    99991662: Rule(AuthenticationError, "The app is switched off. " + _APP_DISABLED),
    99991673: Rule(AuthenticationError, _APP_DISABLED),
    # What the app or the user may do.
    99991401: Rule(
        PermissionDeniedError,
        "The app has a list of allowed IP addresses; add the public address of this machine to it.",
    ),
    99991672: Rule(
        PermissionDeniedError,
        "Give the app one of the scopes in `missing_scopes` in the developer console, "
        "then publish a new version of it.",
    ),
    99991676: Rule(PermissionDeniedError, "The access token does not allow this."),
    99991679: Rule(
        PermissionDeniedError,
        "The user has not granted one of the scopes in `missing_scopes`; ask for it again.",
    ),
    230027: Rule(PermissionDeniedError, "A scope is missing; the message names it."),
    232002: Rule(
        PermissionDeniedError, "Only the owner and the managers of this chat may change it."
    ),
    232010: Rule(PermissionDeniedError, "Chat and caller must belong to the same tenant."),
    232014: Rule(PermissionDeniedError, "The caller may not manage what is pinned in this chat."),
    232024: Rule(
        PermissionDeniedError,
        "The users are outside the app's range of availability, or have blocked the caller.",
    ),
    232025: Rule(
        PermissionDeniedError,
        "Add the bot capability to the app in the developer console, then publish a new version.",
    ),
    232033: Rule(
        PermissionDeniedError, "External chats need a bot that may be shared outside the tenant."
    ),
    232034: Rule(PermissionDeniedError, _APP_DISABLED),
    232066: Rule(
        PermissionDeniedError, "Let the caller read the announcement's document, then try again."
    ),
    # The state of the chat.
    10002: Rule(NotInChatError, "Add the bot to the chat first."),
    10030: Rule(NotInChatError, "Add the bot to the chat first."),
    232011: Rule(NotInChatError, "Add the bot, or the user it acts as, to the chat first."),
    11237: Rule(ChatDissolvedError, "The chat is gone; forget its id."),
    232009: Rule(ChatDissolvedError, "The chat is gone; forget its id."),
    # The request.
    4000: Rule(InvalidRequestError, "Compare the arguments with the page of the endpoint."),
    9499: Rule(InvalidRequestError, "Compare the arguments with the page of the endpoint."),
    10001: Rule(InvalidRequestError, "Compare the arguments with the page of the endpoint."),
    99991201: Rule(InvalidRequestError, "This path does not exist; check base_url."),
    99991301: Rule(InvalidRequestError, "The endpoint does not take this HTTP method."),
    99992354: Rule(InvalidRequestError, _BAD_ID),
    99992356: Rule(InvalidRequestError, _BAD_ID),
    99992402: Rule(InvalidRequestError, "An argument is missing or wrong; the message names it."),
    230111: Rule(InvalidRequestError, "A message that will delete itself cannot be pinned."),
    232001: Rule(
        InvalidRequestError, "Check that chat_id and message_id exist and belong together."
    ),
    232003: Rule(InvalidRequestError, "This chat has no announcement that can be read."),
    232018: Rule(
        InvalidRequestError,
        "Check the requests against "
        "https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN and read the "
        "announcement again for its newest revision.",
    ),
    232097: Rule(
        InvalidRequestError,
        "This chat's announcement is of the newer docx kind, which this endpoint cannot handle.",
    ),
    # Feishu's own failures.
    1500: Rule(ServerError, _TRY_LATER),
    1663: Rule(ServerError, _TRY_LATER),
    1665: Rule(ServerError, _TRY_LATER),
    1668: Rule(ServerError, _TRY_LATER),
    2200: Rule(ServerError, "Feishu itself failed, mostly because of too many calls; slow down."),
    4006: Rule(ServerError, _TRY_LATER),
    5000: Rule(ServerError, "Feishu itself failed, mostly because of too many calls; slow down."),
    10101: Rule(ServerError, _TRY_LATER),
    10500: Rule(ServerError, _TRY_LATER),
}
