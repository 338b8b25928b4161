"""Calls the official SDK from tests; see `lark_peer.py`."""

import asyncio
import atexit
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

PEER: Final = Path(__file__).with_name("lark_peer.py")

_IM = """
    chats.create chat.create
    chats.get chat.get
    chats.update chat.update
    chats.delete chat.delete
    chats.list chat.list
    chats.search chat.search
    chats.link chat.link
    moderation.get chat_moderation.get
    moderation.update chat_moderation.update
    members.add chat_members.create
    members.remove chat_members.delete
    members.list chat_members.get
    members.is_in_chat chat_members.is_in_chat
    members.join chat_members.me_join
    managers.add chat_managers.add_managers
    managers.remove chat_managers.delete_managers
    top_notice.put chat_top_notice.put_top_notice
    top_notice.delete chat_top_notice.delete_top_notice
    announcement.get chat_announcement.get
    announcement.patch chat_announcement.patch
    tabs.create chat_tab.create
    tabs.update chat_tab.update_tabs
    tabs.sort chat_tab.sort_tabs
    tabs.list chat_tab.list_tabs
    tabs.delete chat_tab.delete_tabs
    menu.create chat_menu_tree.create
    menu.get chat_menu_tree.get
    menu.sort chat_menu_tree.sort
    menu.delete chat_menu_tree.delete
    menu.update_item chat_menu_item.patch
    messages.create message.create
    messages.reply message.reply
    messages.get message.get
    messages.list message.list
    messages.update message.update
    messages.patch message.patch
    messages.delete message.delete
    messages.forward message.forward
    messages.forward_thread thread.forward
    messages.merge_forward message.merge_forward
    messages.read_users message.read_users
    messages.push_follow_up message.push_follow_up
    messages.resource message_resource.get
    pins.create pin.create
    pins.delete pin.delete
    pins.list pin.list
    reactions.create message_reaction.create
    reactions.delete message_reaction.delete
    reactions.list message_reaction.list
    reactions.batch_query message_reaction.batch_query
"""
_DOCX = """
    get chat_announcement.get
    list_blocks chat_announcement_block.list
    get_block chat_announcement_block.get
    batch_update chat_announcement_block.batch_update
    list_children chat_announcement_block_children.get
    create_children chat_announcement_block_children.create
    delete_children chat_announcement_block_children.batch_delete
"""


def _table(listed: str, ours: str, theirs: str) -> dict[str, str]:
    pairs = [line.split() for line in listed.strip().splitlines()]
    return {ours + name: theirs + method for name, method in pairs}


METHODS: Final = _table(_IM, "", "im.v1.") | _table(_DOCX, "docx_announcement.", "docx.v1.")
"""The official SDK's names of our calls."""


@attrs.frozen
class Step:
    """A call for the official SDK to make.

    In its arguments, `{"$": ["tabs.list", "chat_tabs", 0, "tab_id"]}` stands for a value from the
    answer to the latest call of that name.
    """

    name: str
    """A key of `SPECS`, such as `chats.create`."""
    path: dict[str, Any]
    query: dict[str, Any] = attrs.field(factory=dict)
    body: dict[str, Any] | None = None
    asynchronous: bool = False


async def official(
    url: str,
    app: tuple[str, str],
    steps: Sequence[Step],
    user_access_token: str | None = None,
) -> list[dict[str, Any]]:
    """Make these calls with the official SDK, and return how it decoded the answers."""
    if sys.platform != "linux":
        pytest.skip("the official SDK runs in forked processes")
    job = {
        "url": url,
        "app_id": app[0],
        "app_secret": app[1],
        "user_access_token": user_access_token,
        "calls": [{"method": METHODS[step.name], **attrs.asdict(step)} for step in steps],
    }
    *answer, ended = await asyncio.to_thread(_exchange, json.dumps(job))
    assert ended == "0\n", "the official SDK failed; its output is on standard error"
    results: list[dict[str, Any]] = json.loads(answer[0])
    return results


def _exchange(line: str) -> list[str]:
    """Send a line, and return the answer, if there is one, and the exit status of its process."""
    process = _peer()
    assert process.poll() is None and process.stdin and process.stdout
    print(line, file=process.stdin, flush=True)
    lines = [process.stdout.readline()]
    if lines[0].startswith("["):
        lines.append(process.stdout.readline())
    return lines


@cache
def _peer() -> subprocess.Popen[str]:
    """Start the program, once for all tests; it ends when they do."""
    process = subprocess.Popen(
        [sys.executable, PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(process.communicate)
    return process
