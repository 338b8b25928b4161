"""Calls of each endpoint with every documented field, and how our client makes them."""

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

from .sent_contents import SENT_CONTENTS, content_in
from .specs import SPECS, sample, sample_turns

JSON = dict[str, Any]


class Intent(NamedTuple):
    """One call of an endpoint, with the names of its page."""

    name: str
    """A key of `SPECS`, such as `chats.create`."""
    path: dict[str, str]
    query: JSON
    body: JSON | None


# Parameters and fields that the official SDK has and the pages do not.
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

# Values for fields whose samples, chosen by type alone, break documented limits.
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
    """Return calls with every field that together use every value of every enumeration."""
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
        for turn in range(
            max(len(sample_turns(query)), len(sample_turns(body)), len(SENT_CONTENTS.get(name, ())))
        )
    ]


def _query(query: JSON) -> JSON:
    """Remove parameters that the pages do not allow together."""
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
    """Adapt fields to each other as the pages require."""
    body |= NEWER_BODY.get(name, {})
    if name in SENT_CONTENTS:
        body |= SENT_CONTENTS[name][turn % len(SENT_CONTENTS[name])]
    if "restricted_mode_setting" in body:
        body["restricted_mode_setting"]["status"] = turn % 2 == 1  # with "not_anyone"
    if "share_card_permission" in body:
        shared = {"only_owner": "not_allowed", "all_members": "allowed"}
        body["share_card_permission"] = shared[body["add_member_permission"]]
    for tab in body.get("chat_tabs", ()):
        tab["tab_type"] = ("url", "doc")[turn % 2]  # only these can be created
    if "menu_tree" in body:
        [top] = body["menu_tree"]["chat_menu_top_levels"]
        alone = {"chat_menu_item": top["chat_menu_item"]}
        plain = {**top["chat_menu_item"], "action_type": "NONE"}
        del plain["image_key"]  # an item with a submenu has neither icon nor link
        del plain["redirect_link"]
        folded = {"chat_menu_item": plain, "children": top["children"]}
        body["menu_tree"]["chat_menu_top_levels"] = [folded, alone]
    for number, request in enumerate(body.get("requests", ())):
        if isinstance(request, dict):
            request["block_id"] = f"block_{number}"  # a request changes each block once
    return body


Arguments = tuple[tuple[Any, ...], JSON]


def _chat(cls: Callable[..., Any], body: JSON) -> Arguments:
    names = I18nNames(**body["i18n_names"])
    mode = RestrictedMode(**body["restricted_mode_setting"])
    return (cls(**{**body, "i18n_names": names, "restricted_mode_setting": mode}),), {}


def _items(cls: type, items: list[JSON]) -> tuple[Any, ...]:
    return tuple(structure(item, cls) for item in items)


def _content_arguments(body: JSON) -> Arguments:
    others = {key: item for key, item in body.items() if key not in {"msg_type", "content"}}
    return (), {**others, "content": content_in(body)}


def _follow_up(wire: JSON) -> FollowUp:
    texts = [FollowUpText(**text) for text in wire["i18n_contents"]]
    return FollowUp(content=wire["content"], i18n_contents=texts)


# How to pass a body where that is not one keyword argument per field.
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
    "messages.create": _content_arguments,
    "messages.reply": _content_arguments,
    "messages.update": _content_arguments,
    "messages.patch": lambda body: ((content_in(body),), {}),
    "messages.merge_forward": lambda body: ((body["message_id_list"], body["receive_id"]), {}),
    "messages.push_follow_up": lambda body: (tuple(map(_follow_up, body["follow_ups"])), {}),
    "reactions.create": lambda body: ((body["reaction_type"]["emoji_type"],), {}),
    "reactions.batch_query": lambda body: (
        (),
        {**body, "queries": _items(ReactionQuery, body["queries"])},
    ),
}

# The unit of the times in a call's query.
_UNITS = {"messages.list": timedelta(seconds=1), "pins.list": timedelta(milliseconds=1)}


def _times(name: str, query: JSON) -> JSON:
    """Return the query with times as datetimes, which our client takes."""
    return {
        key: datetime(1970, 1, 1, tzinfo=UTC) + int(item) * _UNITS[name]
        if key in {"start_time", "end_time"}
        else item
        for key, item in query.items()
    }


async def perform(feishu: FeishuChat, intent: Intent) -> Any:
    """Make the call with our client, and return its result; for a file, its bytes."""
    group, _, method = intent.name.partition(".")
    body = intent.body or {}
    arguments = _ARGUMENTS.get(intent.name)
    positional, named = ((), body) if arguments is None else arguments(body)
    call = getattr(getattr(feishu, group), method)
    query = _times(intent.name, intent.query)
    result = call(*intent.path.values(), *positional, **query, **named)
    if isinstance(result, AbstractAsyncContextManager):
        async with result as download:
            return b"".join([piece async for piece in download])
    return await result
