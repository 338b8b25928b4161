"""Feishu's error codes: one table that maps each code to an error class and a hint.

The codes are those of the endpoints' own pages and of the general list,
https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN
"""

from typing import Final, NamedTuple

from ..errors import (
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
    """The error class of a code, and a hint on what the caller can do about it."""

    error: type[APIError]
    hint: str
    rejects_token: bool = False
    """Whether another access token might be accepted."""


def _token(hint: str) -> Rule:
    return Rule(AuthenticationError, hint, rejects_token=True)


def _denied(hint: str) -> Rule:
    return Rule(PermissionDeniedError, hint)


def _invalid(hint: str) -> Rule:
    return Rule(InvalidRequestError, hint)


_CREDENTIALS = "Check app_id and app_secret on the app's page in the developer console."
_APP_DISABLED = "Install and enable the app in this tenant, and publish its latest version."
_NO_BOT = "Add the bot capability to the app in the developer console, then publish a new version."
_BAD_ID = (
    "One of the ids does not exist for this app; message and chat ids must be from this tenant."
)
_BAD_ID_OR_TYPE = "One of the ids does not exist; check the ids and their type."
_ADD_BOT = "Add the bot to the chat first."
_ADD_CALLER = "Add the bot, or the user it acts as, to the chat first."
_NOT_EXTERNAL = "In external chats, use a bot that can be shared with other tenants."
_SEE_PAGE = "Compare the arguments with the endpoint's page in the documentation."
_SEE_BLOCK = "A block's content does not fit its type; compare it with the endpoint's page."
_UNSEEN_MESSAGE = "The caller cannot see this message."
_NO_KEY = "The tenant's encryption key was deleted; ask the tenant's administrator."
_WIDEN_RANGE = "Add the user to the app's availability range, then publish the app."
_BAD_CHAT_TYPE = "This type of chat does not support the operation."
_OVERLOADED = "Feishu failed, usually because of too many calls; slow down."
_TRY_LATER = ServerError.default_hint

RULES: Final[dict[int, Rule]] = {
    # Rate limits and quotas.
    99991400: Rule(RateLimitError, "The app calls this endpoint too often; slow down."),
    232019: Rule(RateLimitError, "There are too many calls for this chat; slow down."),
    11232: Rule(RateLimitError, "Too many messages at once; avoid full and half hours."),
    99991403: _denied(
        "The tenant has used up its API calls for this month; its administrator can upgrade "
        "the plan.",
    ),
    # Access tokens. Feishu uses the same codes for tokens that expired, were revoked, or are of a
    # type that the endpoint does not accept.
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
    20006: _token("The user access token has expired; refresh it."),
    20013: _token("The tenant access token is not valid."),
    99991669: Rule(
        AuthenticationError, "The refresh token is not valid; the user must log in again."
    ),
    # The app's own credentials.
    10003: _invalid("An argument is missing or wrong. " + _CREDENTIALS),
    10005: Rule(AuthenticationError, _CREDENTIALS),
    10012: Rule(AuthenticationError, _CREDENTIALS),
    10013: Rule(AuthenticationError, _CREDENTIALS),
    10014: Rule(AuthenticationError, "The app is not available. " + _CREDENTIALS),
    10015: Rule(AuthenticationError, "The app secret is wrong. " + _CREDENTIALS),
    20002: Rule(AuthenticationError, "The app id and secret do not match. " + _CREDENTIALS),
    99991543: Rule(AuthenticationError, _CREDENTIALS),
    99991662: Rule(AuthenticationError, "The app is disabled. " + _APP_DISABLED),
    99991673: Rule(AuthenticationError, _APP_DISABLED),
    # Permissions of the app and the user.
    99991401: _denied(
        "The app has an IP allowlist; add this machine's public IP address to it.",
    ),
    99991672: _denied(
        "Add one of the scopes in `missing_scopes` to the app in the developer console, "
        "then publish a new version of it.",
    ),
    99991676: _denied("The access token does not permit this operation."),
    99991679: _denied(
        "Ask the user to authorize one of the scopes in `missing_scopes`.",
    ),
    230027: _denied("A scope is missing; the error message names it."),
    232002: _denied("Only the chat's owner and managers can change it."),
    232010: _denied("The caller must belong to the chat's tenant."),
    232014: _denied(
        "The caller is not allowed to do this in the chat; its owner and managers are."
    ),
    232024: _denied(
        "The users are outside the app's availability range, or have blocked the caller.",
    ),
    232025: _denied(_NO_BOT),
    232033: _denied(_NOT_EXTERNAL),
    232034: _denied(_APP_DISABLED),
    232066: _denied("Give the caller access to the announcement's document."),
    # The state of the chat.
    10002: Rule(NotInChatError, _ADD_BOT),
    10030: Rule(NotInChatError, _ADD_BOT),
    232011: Rule(NotInChatError, _ADD_CALLER),
    11237: Rule(ChatDissolvedError, "The chat no longer exists; discard its id."),
    232009: Rule(ChatDissolvedError, "The chat no longer exists; discard its id."),
    1772003: Rule(NotInChatError, _ADD_CALLER),
    # Chats, members, tabs, menus.
    232073: Rule(RateLimitError, "Another call is changing this menu right now."),
    232016: _denied("Ordinary members can change only the chat's avatar, names and description."),
    232017: _denied(
        "Only the chat's owner can do this, or the bot that created the chat, with the scope "
        "im:chat:operate_as_owner."
    ),
    232037: _denied("Chat labels need the scope im:tag:read or im:tag:write."),
    232038: _denied("Only the chat's owner can add and remove managers."),
    232051: _denied("Give the caller access to the document before adding it as a tab."),
    232055: _denied("The caller is not allowed to manage tabs and menus in this chat."),
    232056: _denied("Use an image that the caller uploaded."),
    232057: _denied("The tenant's edition of Feishu does not include restricted mode."),
    232060: _denied("This chat has been banned."),
    232064: _denied("Only the chat's owner and managers can share it."),
    232091: _denied("The tenant does not allow public chats."),
    232095: _denied("Chats with this tag need an additional scope."),
    232004: _invalid("The app does not exist; check the app ids."),
    232006: _invalid("The chat does not exist; check chat_id."),
    232007: _invalid("Check chat_id and the members' ids."),
    232008: _invalid(_BAD_CHAT_TYPE),
    232012: _invalid("Add the new owner to the chat first."),
    232013: _invalid("The chat is full."),
    232015: _invalid("Use another type of member ids."),
    232020: _invalid("The name of a public chat needs at least 2 characters."),
    232021: _invalid("The bot does not exist; check the app ids."),
    232022: _invalid("One of the users has resigned; leave them out."),
    232023: _invalid("Feishu's content review rejected the name, description or avatar."),
    232026: _invalid("A public chat already has this name; choose another one."),
    232027: _invalid("None of the ids is valid; check the ids and their type."),
    232028: _invalid("Users of other tenants cannot be added to an internal chat."),
    232029: _invalid("No remaining member can own the chat."),
    232030: _invalid("Check the users' ids and their type."),
    232031: _invalid("The new owner must belong to the chat's tenant."),
    232032: _invalid("The owner must belong to the caller's tenant."),
    232035: _invalid("Check owner_id and its type."),
    232040: _invalid(
        "A chat has at most 10 managers, a very large one 20; remove some managers first."
    ),
    232041: _invalid("Upload the image as an avatar and use the key of that upload."),
    232042: _invalid("A public chat needs a name."),
    232043: _invalid(
        "Some ids cannot be used; leave them out, or call members.add with a succeed_type that "
        "skips them."
    ),
    232044: _invalid("The chat has reached the size limit set by the tenant's administrator."),
    232046: _invalid("A chat can have at most 20 tabs; delete some first."),
    232047: _invalid("A tab's name can have at most 60 characters."),
    232048: _invalid("Check the URL; it must fit the tab's type."),
    232049: _invalid("Check the tab; only tabs with a link or a document can be changed."),
    232050: _invalid("This type of chat does not support tabs."),
    232061: _invalid("A secret chat cannot have a share link."),
    232062: _invalid("A one-to-one chat cannot have a share link."),
    232063: _invalid("A team's chat cannot have a share link."),
    232065: _invalid("Check that the caller's account still exists."),
    232069: _invalid("This type of chat cannot be public."),
    232070: _invalid("A menu can have at most 3 top-level items; delete some first."),
    232071: _invalid("A top-level item can have at most 5 items in its submenu."),
    232072: _invalid("Pass the ids of all top-level items of the menu, each exactly once."),
    232075: _invalid(
        "This chat does not let anyone join; ask the owner or a manager to add the caller."
    ),
    232076: _invalid("The owner cannot be removed; transfer the ownership first."),
    232078: _invalid(
        "Check the menu; for a chat, check hide_member_count_setting, which not every edition of "
        "Feishu includes."
    ),
    232079: _invalid("This type of chat does not support hide_member_count_setting."),
    232090: _invalid(_BAD_CHAT_TYPE),
    232092: _invalid("Wait until the meeting has ended."),
    232093: _invalid("Approval cannot be switched off while access to the meeting is restricted."),
    99992351: _invalid("Check the ids; the error message lists those unknown to this app."),
    99992360: _invalid(_BAD_ID_OR_TYPE),
    99992364: _invalid(_BAD_ID_OR_TYPE),
    # Announcements in the docx format.
    1770032: _denied(
        "Give the caller read access to the announcement, or edit access to change it."
    ),
    1772002: _denied("The caller must belong to the chat's tenant."),
    1772004: _denied("The announcements of external chats are not available."),
    1772005: _denied("Only the chat's owner and managers can change it."),
    1772025: _denied(_NO_BOT),
    1772034: _denied(_APP_DISABLED),
    1770001: _invalid(_SEE_PAGE),
    1770002: _invalid("The block or the announcement does not exist; check the ids."),
    1770003: _invalid("The block or the announcement has been deleted."),
    1770004: _invalid("The announcement has too many blocks; delete some first."),
    1770005: _invalid("The blocks are nested too deeply."),
    1770006: _invalid(_SEE_BLOCK),
    1770007: _invalid("A block has too many children; spread them over several parents."),
    1770008: _invalid("The file is too large."),
    1770010: _invalid("The table has too many columns."),
    1770011: _invalid("The table has too many cells."),
    1770012: _invalid("A grid can have at most 5 columns."),
    1770013: _invalid("Upload a file or image for the block that shows it."),
    1770014: _invalid("A block does not belong to the given parent."),
    1770015: _invalid("One call can change only one announcement."),
    1770019: _invalid("Block ids must not repeat."),
    1770020: _invalid("The announcement is being copied; wait until that is done."),
    1770021: _invalid("The revision is outdated; read the announcement again."),
    1770024: _invalid("Compare the update with the endpoint's page in the documentation."),
    1770025: _invalid("An update must fit the type of its block."),
    1770026: _invalid("The table does not have this row."),
    1770027: _invalid("The table does not have this column."),
    1770028: _invalid("This block cannot have children."),
    1770029: _invalid("Blocks of this type cannot be created."),
    1770030: _invalid("Blocks of this type cannot be children of this parent."),
    1770031: _invalid("The children of this block cannot be deleted."),
    1770033: _invalid("The content is too large; shorten it, or split it into several blocks."),
    1770034: _invalid("One call has too many updates; split them over several calls."),
    1770035: _invalid("One call can add only a few blocks of some types, such as 5 sheets."),
    1770038: _invalid("A file or image does not exist, or the caller cannot see it."),
    1770041: _invalid(_SEE_BLOCK),
    1772001: _invalid("This chat has no announcement."),
    1772006: _invalid(
        "This chat's announcement has the legacy format, which this endpoint does not support."
    ),
    # Messages, pins and reactions.
    230002: Rule(NotInChatError, _ADD_BOT),
    234004: Rule(NotInChatError, _ADD_BOT),
    230020: Rule(
        RateLimitError,
        "A chat or a user takes 5 messages per second, and a card 5 updates per second.",
    ),
    230047: Rule(RateLimitError, "A message can be pinned and unpinned 5 times per second."),
    230048: Rule(RateLimitError, "The app lists pins too often; slow down."),
    231015: Rule(RateLimitError, "Another call is changing the same reaction right now."),
    230004: _denied("The bot cannot see this message."),
    230005: _denied("The bot cannot see this user."),
    230006: _denied(_NO_BOT),
    230012: _denied("A bot can do this only with messages that it sent."),
    230013: _denied(_WIDEN_RANGE),
    230017: _denied("A bot can send only files and images that it uploaded itself."),
    230018: _denied("The chat's settings do not allow this, such as sending messages."),
    230026: _denied("Only the sender, the chat's owner and its managers can recall a message."),
    230035: _denied("The caller is not allowed to send messages to this recipient."),
    230036: _denied(_NO_KEY),
    230038: _denied("A bot cannot send one-to-one messages to users of other tenants."),
    230046: _denied("The caller is not allowed to pin messages in this chat."),
    230050: _denied(_UNSEEN_MESSAGE),
    230053: _denied("This user has turned off messages from the bot."),
    230062: _denied("Messages cannot be forwarded to a chat with third-party encryption."),
    230066: _denied("Messages cannot be forwarded out of a secret chat."),
    230070: _denied("The chat's restricted mode does not allow this."),
    230073: _denied("The caller cannot see this thread."),
    230074: _denied("The caller cannot see the thread to forward to."),
    231002: _denied("The caller is not allowed to react to this message."),
    231007: _denied("Only the user or app that added a reaction can remove it."),
    231008: _denied(_UNSEEN_MESSAGE),
    231018: _denied(_UNSEEN_MESSAGE),
    231019: _denied("This user's settings do not allow it."),
    231020: _denied("The tenant's administrator does not allow it."),
    231021: _denied(_NOT_EXTERNAL),
    231022: _denied(_WIDEN_RANGE),
    234009: _denied(_NOT_EXTERNAL),
    234038: _denied("The chat's restricted mode does not allow downloads."),
    234040: _denied(_UNSEEN_MESSAGE),
    234041: _denied(_NO_KEY),
    234002: Rule(AuthenticationError, "The access token is not valid for this endpoint."),
    230001: _invalid("An argument is missing or wrong; the error message names it."),
    230003: _invalid("Follow-ups work only in one-to-one chats with the bot."),
    230007: _invalid("Compare the follow-ups with the endpoint's page in the documentation."),
    230008: _invalid("This message already has follow-ups."),
    230009: _invalid("It is too late to recall this message."),
    230011: _invalid("The message was recalled."),
    230015: _invalid("A one-to-one chat cannot be shared."),
    230019: _invalid("The thread does not exist."),
    230022: _invalid("The message contains forbidden words."),
    230025: _invalid(
        "Shorten the message: the limit is 150 KB for text, 30 KB for posts and cards."
    ),
    230028: _invalid("The tenant's content review rejected the message."),
    230029: _invalid("This user has resigned."),
    230031: _invalid("A card can be updated only for 14 days after it was sent."),
    230033: _invalid(
        "The users who read a message can be listed only for 7 days after it was sent."
    ),
    230034: _invalid("Check receive_id and its type."),
    230045: _invalid("The chat does not exist."),
    230054: _invalid("This type of message does not support the operation."),
    230055: _invalid("The type of the uploaded file does not match the type of the message."),
    230061: _invalid("This type of message cannot be forwarded."),
    230063: _invalid("The chat to forward to does not exist."),
    230064: _invalid("The message to forward does not exist."),
    230065: _invalid("The message to forward was recalled."),
    230067: _invalid("Only messages from the same chat, or the same thread, can be merged."),
    230069: _invalid("Only messages from the same chat can be merged."),
    230071: _invalid("This chat does not support replies in threads."),
    230072: _invalid("Merged messages do not support replies in threads."),
    230075: _invalid("Encrypted messages cannot be sent."),
    230099: _invalid("The card could not be created; the error message says why."),
    230110: _invalid("The message was deleted."),
    230111: _invalid("The message is about to delete itself."),
    231001: _invalid("The emoji does not exist; the endpoint's page has the list."),
    231003: _invalid("The message does not exist, or was deleted."),
    231004: _invalid("The message's chat no longer exists."),
    231005: _invalid("The message's thread no longer exists."),
    231006: _invalid("The user or app does not exist."),
    231010: _invalid("This reaction belongs to another message."),
    231011: _invalid("The reaction does not exist."),
    231012: _invalid("Pass a page_token unchanged, and for the same message."),
    231013: _invalid("This endpoint does not accept this type of access token."),
    231014: _invalid("Check user_id_type."),
    231017: _invalid("This type of message does not support reactions."),
    231203: _invalid(_BAD_CHAT_TYPE),
    231204: _invalid("This type of app does not support the operation."),
    234001: _invalid(_SEE_PAGE),
    234003: _invalid("The file does not belong to this message."),
    234037: _invalid("Files of more than 100 MB cannot be downloaded."),
    234043: _invalid("Files in cards and in merged messages cannot be downloaded."),
    230049: Rule(
        ServerError, "The message is being sent; a call with the same uuid will return it soon."
    ),
    234019: Rule(ServerError, _TRY_LATER),
    234042: Rule(ServerError, "The tenant's own storage failed; ask its administrator."),
    # The request.
    4000: _invalid(_SEE_PAGE),
    9499: _invalid(_SEE_PAGE),
    10001: _invalid(_SEE_PAGE),
    99991201: _invalid("This path does not exist; check base_url."),
    99991301: _invalid("The endpoint does not accept this HTTP method."),
    99992354: _invalid(_BAD_ID),
    99992356: _invalid(_BAD_ID),
    99992402: _invalid("An argument is missing or wrong; the error message names it."),
    232001: _invalid("Check that chat_id and message_id exist and belong together."),
    232003: _invalid("This chat has no announcement that can be read."),
    232018: _invalid(
        "Check the requests against "
        "https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN and read the "
        "announcement again for its latest revision.",
    ),
    232097: _invalid(
        "This chat's announcement has the docx format, which this endpoint does not support.",
    ),
    # Feishu's own failures.
    232039: Rule(
        ServerError, "The managers were changed; only the list of managers could not be returned."
    ),
    232068: Rule(
        ServerError, "The chat is being created; a call with the same uuid will return it soon."
    ),
    1771001: Rule(ServerError, _TRY_LATER),
    1771002: Rule(ServerError, _TRY_LATER),
    1771003: Rule(ServerError, _TRY_LATER),
    1771004: Rule(ServerError, _TRY_LATER),
    1771005: Rule(ServerError, _TRY_LATER),
    1771006: Rule(ServerError, _TRY_LATER),
    1500: Rule(ServerError, _TRY_LATER),
    1663: Rule(ServerError, _TRY_LATER),
    1665: Rule(ServerError, _TRY_LATER),
    1668: Rule(ServerError, _TRY_LATER),
    2200: Rule(ServerError, _OVERLOADED),
    4006: Rule(ServerError, _TRY_LATER),
    5000: Rule(ServerError, _OVERLOADED),
    10101: Rule(ServerError, _TRY_LATER),
    10500: Rule(ServerError, _TRY_LATER),
}

_UPDATE: Final = "PUT /open-apis/im/v1/messages/:message_id"
_FOLLOW_UP: Final = "POST /open-apis/im/v1/messages/:message_id/push_follow_up"

_ENDPOINT_RULES: Final[dict[tuple[str, int], Rule]] = {
    (_UPDATE, 230071): _denied("Only the sender of a message can edit it."),
    (_UPDATE, 230072): _invalid("A message can be edited at most 20 times."),
    (_UPDATE, 230073): _denied("Messages in a secret chat cannot be edited."),
    (_UPDATE, 230074): _denied("Messages in a chat with third-party encryption cannot be edited."),
    (_UPDATE, 230075): _invalid("It is too late to edit this message."),
    (_FOLLOW_UP, 230002): _invalid(
        "Follow-ups can be added only within 10 minutes of the message."
    ),
    (_FOLLOW_UP, 230006): _invalid("Follow-ups can be added only to the chat's newest message."),
}
"""Codes with a different meaning at one endpoint."""


def rule_of(endpoint: str, code: int | None) -> Rule | None:
    """Return the rule for a code at the endpoint of this name, or None for an unknown code."""
    return None if code is None else _ENDPOINT_RULES.get((endpoint, code)) or RULES.get(code)
