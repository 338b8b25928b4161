"""What can be asked of each endpoint, with every documented field, and how our client asks it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from feishu_chat_async import (
    ChatUpdate,
    FeishuChat,
    FollowUp,
    FollowUpText,
    I18nNames,
    MenuItem,
    MenuTopLevel,
    NewChat,
    ReactionQuery,
    RestrictedMode,
    Tab,
    TopNotice,
)
from feishu_chat_async._protocol.converter import structure
from feishu_chat_async.docx import Block, BlockUpdate

from .sent_contents import SAID, made
from .specs import SPECS, sample, turns

JSON = dict[str, Any]


class Intent(NamedTuple):
    """One call of an endpoint, in the words of its page."""

    name: str
    """As in `SPECS`: `chats.create`."""
    path: dict[str, str]
    query: JSON
    body: JSON | None


# Where the official SDK is newer than the pages.
NEWER_QUERY: dict[str, JSON] = {
    "chats.list": {"types": "group"},
    "messages.get": {"with_sender_name": True},
    "messages.list": {"with_sender_name": True},
}
NEWER_BODY: dict[str, JSON] = {
    "chats.create": {
        "labels": ["a label"],
        "toolkit_ids": [7],
        "pin_manage_setting": "only_owner",
        "chat_tags": ["a tag"],
        "external": True,
    },
    "chats.update": {
        "labels": ["a label"],
        "toolkit_ids": [7],
        "pin_manage_setting": "all_members",
    },
}

_LINK = "https://open.feishu.cn/?a=b c&d=é"
_LINKS = ("url", "doc", "common_url", "ios_url", "android_url", "pc_url", "web_url")

# Fields whose samples, made by type alone, do not keep to the documented limits.
_VALUES: dict[str, JSON] = {
    "announcement": {"revision": "7"},
    "moderation": {"moderator_added_list": ["ou_new"], "moderator_removed_list": ["ou_old"]},
    "tabs": dict.fromkeys(_LINKS, _LINK),
    "menu": dict.fromkeys(_LINKS, _LINK),
    "docx_announcement": {
        "column_size": 3,
        "start_index": 0,
        "row_start_index": 1,
        "column_start_index": 1,
        "column_width": 50,
    },
}


def intents(name: str) -> list[Intent]:
    """Ask for everything; as often as it takes to have used every value of every enumeration."""
    spec = SPECS[name]
    query, body = spec.get("query", []), spec.get("body", [])
    path = {field["name"]: f"{field['name']}_1" for field in spec.get("path_params", [])}
    values = _VALUES.get(name.partition(".")[0], {})
    return [
        Intent(
            name,
            path,
            _query(sample(query, turn) | NEWER_QUERY.get(name, {})),
            _body(name, _with(values, sample(body, turn)), turn) if body else None,
        )
        for turn in range(max(len(turns(query)), len(turns(body)), len(SAID.get(name, ()))))
    ]


def _query(query: JSON) -> JSON:
    """Let the parameters fit together, as the pages say they must."""
    if query.get("container_id_type") == "thread":
        del query["start_time"], query["end_time"]
    return query


def _with(values: JSON, given: Any) -> Any:
    if isinstance(given, list):
        return [_with(values, item) for item in given]
    if not isinstance(given, dict):
        return given
    return {
        key: values[key]
        if key in values and isinstance(item, list) == isinstance(values[key], list)
        else _with(values, item)
        for key, item in given.items()
    }


def _body(name: str, body: JSON, turn: int) -> JSON:
    """Let the fields fit together, as the pages say they must."""
    body |= NEWER_BODY.get(name, {})
    if name in SAID:
        body |= SAID[name][turn % len(SAID[name])]
    if "restricted_mode_setting" in body:
        body["restricted_mode_setting"]["status"] = turn % 2 == 1  # with "not_anyone"
    if "share_card_permission" in body:
        shared = {"only_owner": "not_allowed", "all_members": "allowed"}
        body["share_card_permission"] = shared[body["add_member_permission"]]
    for tab in body.get("chat_tabs", ()):
        tab["tab_type"] = ("url", "doc")[turn % 2]  # the page: the others cannot be made
    if "menu_tree" in body:
        [top] = body["menu_tree"]["chat_menu_top_levels"]
        alone = {"chat_menu_item": top["chat_menu_item"]}
        plain = {**top["chat_menu_item"], "action_type": "NONE"}
        del plain["image_key"]  # neither an icon nor a link above a submenu
        del plain["redirect_link"]
        folded = {"chat_menu_item": plain, "children": top["children"]}
        body["menu_tree"]["chat_menu_top_levels"] = [folded, alone]
    for number, request in enumerate(body.get("requests", ())):
        if isinstance(request, dict):
            request["block_id"] = f"block_{number}"  # each block is changed once
    return body


Arguments = tuple[tuple[Any, ...], JSON]


def _chat(cls: Callable[..., Any], body: JSON) -> Arguments:
    names = I18nNames(**body["i18n_names"])
    mode = RestrictedMode(**body["restricted_mode_setting"])
    return (cls(**{**body, "i18n_names": names, "restricted_mode_setting": mode}),), {}


def _items(cls: type, items: list[JSON]) -> tuple[Any, ...]:
    return tuple(structure(item, cls) for item in items)


def _saying(body: JSON) -> Arguments:
    others = {key: item for key, item in body.items() if key not in {"msg_type", "content"}}
    return (), {**others, "content": made(body)}


def _follow_up(wire: JSON) -> FollowUp:
    texts = [FollowUpText(**text) for text in wire["i18n_contents"]]
    return FollowUp(content=wire["content"], i18n_contents=texts)


# How a body is handed over where that is not by a keyword for each of its fields.
_ARGUMENTS: dict[str, Callable[[JSON], Arguments]] = {
    "top_notice.put": lambda body: (_items(TopNotice, body["chat_top_notice"]), {}),
    "chats.create": lambda body: _chat(NewChat, body),
    "chats.update": lambda body: _chat(ChatUpdate, body),
    "tabs.create": lambda body: (_items(Tab, body["chat_tabs"]), {}),
    "tabs.update": lambda body: (_items(Tab, body["chat_tabs"]), {}),
    "menu.create": lambda body: (
        _items(MenuTopLevel, body["menu_tree"]["chat_menu_top_levels"]),
        {},
    ),
    "menu.update_item": lambda body: (
        (structure(body["chat_menu_item"], MenuItem),),
        {"update_fields": body["update_fields"]},
    ),
    "docx_announcement.create_children": lambda body: (
        (_items(Block, body["children"]),),
        {"index": body["index"]},
    ),
    "docx_announcement.batch_update": lambda body: ((_items(BlockUpdate, body["requests"]),), {}),
    "messages.create": _saying,
    "messages.reply": _saying,
    "messages.update": _saying,
    "messages.patch": lambda body: ((made(body),), {}),
    "messages.merge_forward": lambda body: ((body["message_id_list"], body["receive_id"]), {}),
    "messages.push_follow_up": lambda body: (tuple(map(_follow_up, body["follow_ups"])), {}),
    "reactions.create": lambda body: ((body["reaction_type"]["emoji_type"],), {}),
    "reactions.batch_query": lambda body: (
        (),
        {**body, "queries": _items(ReactionQuery, body["queries"])},
    ),
}

# In which unit a call's times travel.
_UNITS = {"messages.list": timedelta(seconds=1), "pins.list": timedelta(milliseconds=1)}


def _times(name: str, query: JSON) -> JSON:
    """Hand over times as our client takes them."""
    return {
        key: datetime(1970, 1, 1, tzinfo=UTC) + int(item) * _UNITS[name]
        if key in {"start_time", "end_time"}
        else item
        for key, item in query.items()
    }


async def ask(feishu: FeishuChat, intent: Intent) -> Any:
    """Make the call with our client; of a file, return what is in it."""
    group, _, method = intent.name.partition(".")
    body = intent.body or {}
    arguments = _ARGUMENTS.get(intent.name)
    more, named = ((), body) if arguments is None else arguments(body)
    call = getattr(getattr(feishu, group), method)
    asked = call(*intent.path.values(), *more, **_times(intent.name, intent.query), **named)
    if isinstance(asked, AbstractAsyncContextManager):
        async with asked as download:
            return b"".join([piece async for piece in download])
    return await asked
