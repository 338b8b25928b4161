"""What Feishu's error numbers mean: one table, from number to error class and advice.

The numbers are those of the endpoints' own pages and of the general list,
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
    """One row: what is raised, and what the caller can do about it."""

    error: type[APIError]
    hint: str
    rejects_token: bool = False
    """Another access token may be accepted where this one was not."""


def _token(hint: str) -> Rule:
    return Rule(AuthenticationError, hint, rejects_token=True)


def _denied(hint: str) -> Rule:
    return Rule(PermissionDeniedError, hint)


def _invalid(hint: str) -> Rule:
    return Rule(InvalidRequestError, hint)


_CREDENTIALS = "Check app_id and app_secret on the app's page in the developer console."
_APP_DISABLED = "Install and enable the app in this tenant, and publish its newest version."
_NO_BOT = "Add the bot capability to the app in the developer console, then publish a new version."
_BAD_ID = "One of the ids does not exist for this app; message and chat ids come from this tenant."
_TRY_LATER = ServerError.default_hint

RULES: Final[dict[int, Rule]] = {
    # Rate limits and quotas.
    99991400: Rule(RateLimitError, "The app calls this endpoint too often; slow down."),
    232019: Rule(RateLimitError, "This chat is called too often; slow down."),
    11232: Rule(RateLimitError, "Too many messages at once; avoid full and half hours."),
    99991403: _denied(
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
    20002: Rule(AuthenticationError, "App id and secret do not belong together. " + _CREDENTIALS),
    99991543: Rule(AuthenticationError, _CREDENTIALS),
    99991662: Rule(AuthenticationError, "The app is switched off. " + _APP_DISABLED),
    99991673: Rule(AuthenticationError, _APP_DISABLED),
    # What the app or the user may do.
    99991401: _denied(
        "The app has a list of allowed IP addresses; add the public address of this machine to it.",
    ),
    99991672: _denied(
        "Give the app one of the scopes in `missing_scopes` in the developer console, "
        "then publish a new version of it.",
    ),
    99991676: _denied("The access token does not allow this."),
    99991679: _denied(
        "The user has not granted one of the scopes in `missing_scopes`; ask for it again.",
    ),
    230027: _denied("A scope is missing; the message names it."),
    232002: _denied("Only the owner and the managers of this chat may change it."),
    232010: _denied("Chat and caller must belong to the same tenant."),
    232014: _denied("The caller may not do this in this chat; its owner and managers may."),
    232024: _denied(
        "The users are outside the app's range of availability, or have blocked the caller.",
    ),
    232025: _denied(_NO_BOT),
    232033: _denied("External chats need a bot that may be shared outside the tenant."),
    232034: _denied(_APP_DISABLED),
    232066: _denied("Let the caller read the announcement's document, then try again."),
    # The state of the chat.
    10002: Rule(NotInChatError, "Add the bot to the chat first."),
    10030: Rule(NotInChatError, "Add the bot to the chat first."),
    232011: Rule(NotInChatError, "Add the bot, or the user it acts as, to the chat first."),
    11237: Rule(ChatDissolvedError, "The chat is gone; forget its id."),
    232009: Rule(ChatDissolvedError, "The chat is gone; forget its id."),
    1772003: Rule(NotInChatError, "Add the bot, or the user it acts as, to the chat first."),
    # Chats, members, tabs, menus.
    232073: Rule(RateLimitError, "Somebody else is changing this menu right now."),
    232016: _denied("Other members may change at most its picture, names and description."),
    232017: _denied(
        "Only the owner may, or the creating bot with the scope im:chat:operate_as_owner."
    ),
    232037: _denied("Labels of chats need a scope of their own, im:tag:read or im:tag:write."),
    232038: _denied("Only the owner of the chat may appoint and dismiss managers."),
    232051: _denied("Let the caller work on the document first, then show it in a tab."),
    232055: _denied("The caller may not manage tabs and menus in this chat."),
    232056: _denied("Use a picture that the caller has uploaded."),
    232057: _denied("Restricted mode is not in the edition of Feishu that the tenant has."),
    232060: _denied("This chat has been banned."),
    232064: _denied("Only owner and managers may share this chat."),
    232091: _denied("The tenant does not allow public chats."),
    232095: _denied("Chats with this tag need a scope of their own."),
    232004: _invalid("There is no such app: check the app ids."),
    232006: _invalid("There is no such chat: check chat_id."),
    232007: _invalid("Check chat_id and the ids of the members."),
    232008: _invalid("This cannot be done with a chat of this kind."),
    232012: _invalid("Add the new owner to the chat first."),
    232013: _invalid("The chat is full."),
    232015: _invalid("Name the members by ids of another kind."),
    232020: _invalid("The name of a public chat must have at least 2 characters."),
    232021: _invalid("There is no such bot: check the app ids."),
    232022: _invalid("One of the people has resigned; leave them out."),
    232023: _invalid(
        "The name, description or picture did not pass Feishu's review; choose others."
    ),
    232026: _invalid("Choose another name: a public chat has this one already."),
    232027: _invalid(
        "None of the ids can be used: check them, and that they are of the kind that is named."
    ),
    232028: _invalid("People of other tenants cannot be added to an internal chat."),
    232029: _invalid("Nobody is left who could own the chat."),
    232030: _invalid("Check the ids of the people, and that they are of the kind that is named."),
    232031: _invalid("The new owner must be of the tenant of the chat."),
    232032: _invalid("The owner must be of the tenant of the caller."),
    232035: _invalid("Check owner_id, and that it is of the kind that is named."),
    232040: _invalid("A chat has at most 10 managers, a very large one 20; dismiss some first."),
    232041: _invalid("Upload the picture as an avatar, and use the key that this gives."),
    232042: _invalid("A public chat must have a name."),
    232043: _invalid(
        "Some ids cannot be used: leave them out, or let members.add skip them by its succeed_type."
    ),
    232044: _invalid("The chat is full: the tenant's administrator has set a limit."),
    232046: _invalid("A chat can have 20 tabs; delete some first."),
    232047: _invalid("A name has at most 60 characters."),
    232048: _invalid("Check the link: it must fit the type of the tab."),
    232049: _invalid("Check the tab: only links and documents can be changed."),
    232050: _invalid("Chats of this kind have no tabs."),
    232061: _invalid("A secret chat has no share link."),
    232062: _invalid("A chat between two people has no share link."),
    232063: _invalid("The chat of a team has no share link."),
    232065: _invalid("Check that the caller still exists."),
    232069: _invalid("A chat of this kind cannot be public."),
    232070: _invalid("A menu has at most 3 items at the top; delete some first."),
    232071: _invalid("There are at most 5 items below an item of the menu."),
    232072: _invalid("Name exactly the items that are at the top of the menu, each once."),
    232075: _invalid(
        "Ask the owner or a manager to add the caller: this chat cannot simply be joined."
    ),
    232076: _invalid("The owner cannot be removed; make somebody else the owner first."),
    232078: _invalid(
        "Check the menu; or, for a chat, hide_member_count_setting, which not every edition has."
    ),
    232079: _invalid("hide_member_count_setting does not fit a chat of this kind."),
    232090: _invalid("This cannot be done with a chat of this kind."),
    232092: _invalid("Wait until the meeting is over."),
    232093: _invalid("Approval cannot be switched off while access to the meeting is restricted."),
    99992351: _invalid("Check the ids: the message names those that do not exist for this app."),
    99992360: _invalid(
        "One of the ids does not exist: check them, and that they are of the kind that is named."
    ),
    99992364: _invalid(
        "One of the ids does not exist: check them, and that they are of the kind that is named."
    ),
    # Announcements in the docx format.
    1770032: _denied("Let the caller read, or for changes edit, the announcement."),
    1772002: _denied("Chat and caller must belong to the same tenant."),
    1772004: _denied("The announcements of external chats cannot be used."),
    1772005: _denied("Only the owner and the managers of this chat may change it."),
    1772025: _denied(_NO_BOT),
    1772034: _denied(_APP_DISABLED),
    1770001: _invalid("Compare the arguments with the page of the endpoint."),
    1770002: _invalid("There is no such block, or no such announcement: check the ids."),
    1770003: _invalid("What was asked for has been deleted."),
    1770004: _invalid("The announcement has too many blocks; delete some first."),
    1770005: _invalid("The blocks are nested too deeply."),
    1770006: _invalid(
        "A block does not look as its type wants it; compare it with the page of the endpoint."
    ),
    1770007: _invalid("A block has too many children; put some below another one."),
    1770008: _invalid("The file is too large."),
    1770010: _invalid("The table has too many columns."),
    1770011: _invalid("The table has too many cells."),
    1770012: _invalid("A grid has at most 5 columns."),
    1770013: _invalid("A file or picture must be uploaded for the very block that it is put into."),
    1770014: _invalid("A block does not belong to the parent that was named."),
    1770015: _invalid("One call can only change one announcement."),
    1770019: _invalid("The ids of blocks must not repeat."),
    1770020: _invalid("The announcement is being copied; wait until that is done."),
    1770021: _invalid("The version is too old; read the announcement again."),
    1770024: _invalid("Compare the change with the page of the endpoint."),
    1770025: _invalid("A change must fit the type of its block."),
    1770026: _invalid("The table has no such row."),
    1770027: _invalid("The table has no such column."),
    1770028: _invalid("This block cannot have children."),
    1770029: _invalid("Blocks of this type cannot be created."),
    1770030: _invalid("Blocks of this type cannot be below this parent."),
    1770031: _invalid("The children of this block cannot be deleted."),
    1770033: _invalid("The content is too large; make it shorter, or several blocks of it."),
    1770034: _invalid("These are too many changes for one call."),
    1770035: _invalid("One call can only have so many of a kind, such as 5 sheets."),
    1770038: _invalid(
        "The file or picture, or one that is mentioned, does not exist or must not be seen."
    ),
    1770041: _invalid(
        "A block does not look as its type wants it; compare it with the page of the endpoint."
    ),
    1772001: _invalid("This chat has no announcement."),
    1772006: _invalid(
        "This chat's announcement is of the legacy kind, which this endpoint cannot handle."
    ),
    # Messages, pins and reactions.
    230002: Rule(NotInChatError, "Add the bot to the chat first."),
    234004: Rule(NotInChatError, "Add the bot to the chat first."),
    230020: Rule(
        RateLimitError, "A chat or a person takes 5 messages a second, a card as many changes."
    ),
    230047: Rule(RateLimitError, "A message can be pinned and unpinned 5 times a second."),
    230048: Rule(RateLimitError, "The app asks for pins too often; slow down."),
    231015: Rule(RateLimitError, "The same reaction is being changed right now."),
    230004: _denied("The bot cannot see this message."),
    230005: _denied("The bot cannot see this person."),
    230006: _denied(_NO_BOT),
    230012: _denied("A bot can only do this to messages that it has sent."),
    230013: _denied("Put the person into the app's range of availability, then publish it."),
    230017: _denied("A bot can only send what it has uploaded itself."),
    230018: _denied("The chat's settings do not let the caller do this, such as send messages."),
    230026: _denied(
        "Only the sender may recall a message, and the owner and managers of the chat."
    ),
    230035: _denied("The caller may not send messages to this receiver."),
    230036: _denied("The tenant's encryption key was deleted; ask its administrator."),
    230038: _denied("A bot cannot write to people of other tenants here."),
    230046: _denied("The caller may not pin messages in this chat."),
    230050: _denied("The caller cannot see this message."),
    230053: _denied("This person does not want any messages from the bot."),
    230062: _denied("Nothing can be forwarded to a chat with encryption of its own."),
    230066: _denied("Nothing can be forwarded out of a secret chat."),
    230070: _denied("The chat's restricted mode does not allow this."),
    230073: _denied("The caller cannot see this thread."),
    230074: _denied("The caller cannot see the thread that is to receive this."),
    231002: _denied("The caller may not react to this message."),
    231007: _denied("Only who has reacted can take the reaction back."),
    231008: _denied("The caller cannot see this message."),
    231018: _denied("The caller cannot see this message."),
    231019: _denied("The settings of this person do not allow it."),
    231020: _denied("The tenant's administrator does not allow it."),
    231021: _denied("External chats need a bot that may be shared outside the tenant."),
    231022: _denied("Put the person into the app's range of availability, then publish it."),
    234009: _denied("External chats need a bot that may be shared outside the tenant."),
    234038: _denied("The chat's restricted mode does not allow downloads."),
    234040: _denied("The caller cannot see this message."),
    234041: _denied("The tenant's encryption key was deleted; ask its administrator."),
    234002: Rule(AuthenticationError, "The access token is not valid here."),
    230001: _invalid("An argument is missing or wrong; the message names it."),
    230003: _invalid("Follow-ups are for chats between the bot and one person."),
    230007: _invalid("Compare the follow-ups with the page of the endpoint."),
    230008: _invalid("This message has follow-ups already."),
    230009: _invalid("The time in which this message could be recalled is over."),
    230011: _invalid("The message was recalled."),
    230015: _invalid("A chat between two people cannot be shared."),
    230019: _invalid("There is no such thread."),
    230022: _invalid("The message holds words that are not allowed."),
    230025: _invalid("Make it shorter: 150 KB for text, 30 KB for posts and cards."),
    230028: _invalid("The message did not pass the tenant's review."),
    230029: _invalid("This person has resigned."),
    230031: _invalid("A card can be changed for 14 days after it was sent."),
    230033: _invalid("Who has read a message is told for 7 days after it was sent."),
    230034: _invalid("Check receive_id, and that it is of the kind that is named."),
    230045: _invalid("There is no such chat."),
    230054: _invalid("This cannot be done with a message of this type."),
    230055: _invalid("The file was uploaded as another type than the message is of."),
    230061: _invalid("Messages of this type cannot be forwarded."),
    230063: _invalid("There is no such chat to forward to."),
    230064: _invalid("There is no such message to forward."),
    230065: _invalid("What was to be forwarded was recalled."),
    230067: _invalid("Only messages of one chat, or of one thread, can be forwarded as one."),
    230069: _invalid("Only messages of one chat can be forwarded as one."),
    230071: _invalid("In this chat nobody can reply in a thread."),
    230072: _invalid("Nobody can reply in a thread to messages that were merged."),
    230075: _invalid("Encrypted messages cannot be sent."),
    230099: _invalid("The card could not be made; the message says why."),
    230110: _invalid("The message was deleted."),
    230111: _invalid("The message will delete itself soon."),
    231001: _invalid("There is no such emoji: see the list of them on the page of the endpoint."),
    231003: _invalid("There is no such message, or it was deleted."),
    231004: _invalid("The chat of the message is gone."),
    231005: _invalid("The thread of the message is gone."),
    231006: _invalid("There is no such person or app."),
    231010: _invalid("This reaction is to another message."),
    231011: _invalid("There is no such reaction."),
    231012: _invalid("Use a page_token as it came, for the same message."),
    231013: _invalid("This kind of access token is not accepted here."),
    231014: _invalid("Check user_id_type."),
    231017: _invalid("Nobody can react to messages of this type."),
    231203: _invalid("This cannot be done with a chat of this kind."),
    231204: _invalid("This cannot be done by an app of this kind."),
    234001: _invalid("Compare the arguments with the page of the endpoint."),
    234003: _invalid("The file is not in this message: they must belong together."),
    234037: _invalid("Files of more than 100 MB cannot be downloaded."),
    234043: _invalid("Files in cards and in merged messages cannot be downloaded."),
    230049: Rule(ServerError, "The message is being sent; the same uuid will give it in a moment."),
    234019: Rule(ServerError, _TRY_LATER),
    234042: Rule(ServerError, "The tenant's own storage failed; ask its administrator."),
    # The request.
    4000: _invalid("Compare the arguments with the page of the endpoint."),
    9499: _invalid("Compare the arguments with the page of the endpoint."),
    10001: _invalid("Compare the arguments with the page of the endpoint."),
    99991201: _invalid("This path does not exist; check base_url."),
    99991301: _invalid("The endpoint does not take this HTTP method."),
    99992354: _invalid(_BAD_ID),
    99992356: _invalid(_BAD_ID),
    99992402: _invalid("An argument is missing or wrong; the message names it."),
    232001: _invalid("Check that chat_id and message_id exist and belong together."),
    232003: _invalid("This chat has no announcement that can be read."),
    232018: _invalid(
        "Check the requests against "
        "https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN and read the "
        "announcement again for its newest revision.",
    ),
    232097: _invalid(
        "This chat's announcement is of the newer docx kind, which this endpoint cannot handle.",
    ),
    # Feishu's own failures.
    232039: Rule(
        ServerError, "The managers have been changed; only the list of them could not be told."
    ),
    232068: Rule(ServerError, "The chat is being created; the same uuid will give it in a moment."),
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
    2200: Rule(ServerError, "Feishu itself failed, mostly because of too many calls; slow down."),
    4006: Rule(ServerError, _TRY_LATER),
    5000: Rule(ServerError, "Feishu itself failed, mostly because of too many calls; slow down."),
    10101: Rule(ServerError, _TRY_LATER),
    10500: Rule(ServerError, _TRY_LATER),
}

_UPDATE: Final = "PUT /open-apis/im/v1/messages/:message_id"
_FOLLOW_UP: Final = "POST /open-apis/im/v1/messages/:message_id/push_follow_up"

_PARTICULAR: Final[dict[tuple[str, int], Rule]] = {
    (_UPDATE, 230071): _denied("Only its sender can edit a message."),
    (_UPDATE, 230072): _invalid("A message can be edited 20 times."),
    (_UPDATE, 230073): _denied("Messages in a secret chat cannot be edited."),
    (_UPDATE, 230074): _denied("Messages in a chat with encryption of its own cannot be edited."),
    (_UPDATE, 230075): _invalid("The time in which this message could be edited is over."),
    (_FOLLOW_UP, 230002): _invalid("Follow-ups can be added for 10 minutes after it was sent."),
    (_FOLLOW_UP, 230006): _invalid("Follow-ups are for the newest message of the chat."),
}
"""Numbers that mean something else at one endpoint than everywhere else."""


def rule_of(endpoint: str, code: int | None) -> Rule | None:
    """Say what a number means, at the endpoint of this name; None if that is not known."""
    return None if code is None else _PARTICULAR.get((endpoint, code)) or RULES.get(code)
