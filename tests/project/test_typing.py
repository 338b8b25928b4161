"""Type checkers accept plain strings for enumerations, and find wrong ones, in a user's code."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RIGHT = """
from collections.abc import Iterator

from feishu_chat_async import (
    ChatUpdate,
    FeishuChat,
    MemberIdType,
    MenuItem,
    NewChat,
    RestrictedMode,
    Tab,
    TabContent,
    TopNotice,
    UserIdType,
)
from feishu_chat_async.enums import ChatModeLike


def chats() -> Iterator[NewChat]:
    mode: ChatModeLike = "group"
    yield NewChat(name="Ops", chat_mode="group", chat_type="public", urgent_setting="only_owner")
    yield NewChat(chat_mode=mode, membership_approval="approval_required")


async def main(feishu: FeishuChat) -> None:
    for chat in chats():
        created = await feishu.chats.create(chat, user_id_type="union_id")
        await feishu.chats.link(created.chat_id, validity_period="year")
    update = ChatUpdate(
        add_member_permission="only_owner",
        share_card_permission="not_allowed",
        restricted_mode_setting=RestrictedMode(
            status=True, download_has_permission_setting="not_anyone"
        ),
    )
    await feishu.chats.update("oc_1", update, user_id_type=UserIdType.USER_ID)
    async for listed in feishu.chats.iter(sort_type="ByActiveTimeDesc"):
        print(listed.chat_id)
    await feishu.members.add("oc_1", ["u1"], member_id_type="user_id")
    await feishu.members.remove("oc_1", ["cli_1"], member_id_type=MemberIdType.APP_ID)
    await feishu.managers.add("oc_1", ["cli_1"], member_id_type="app_id")
    await feishu.moderation.update(
        "oc_1", moderation_setting="moderator_list", moderator_added_list=["ou_1"]
    )
    notice = TopNotice(action_type="1", message_id="om_1")
    await feishu.top_notice.put("oc_1", notice, TopNotice.announcement())
    print(notice.action_type.known)
    item = MenuItem(action_type="NONE", name="More")
    await feishu.menu.update_item("oc_1", "7", item, update_fields=["NAME", "ICON"])
    await feishu.tabs.create("oc_1", Tab(tab_type="url", tab_content=TabContent(url="https://a")))
    message = await feishu.messages.create("u1", "Hello", receive_id_type="user_id")
    await feishu.messages.forward(message.message_id, "oc_1", receive_id_type="chat_id")
    await feishu.messages.list("oc_1", container_id_type="chat", sort_type="ByCreateTimeDesc")
    async with feishu.messages.resource("om_1", "img_1", type="image") as download:
        async for piece in download:
            print(len(piece))
    await feishu.messages.download("om_1", "file_1", "report.pdf", type="file")
    await feishu.announcement.get("oc_1", user_id_type="user_id")
    async for block in feishu.docx_announcement.iter_blocks("oc_1", user_id_type="open_id"):
        print(block.block_id)
"""

WRONG = """
from feishu_chat_async import FeishuChat, MenuItem, NewChat, Tab, TopNotice


async def main(feishu: FeishuChat, kind: str) -> None:
    await feishu.members.add("oc_1", ["u1"], member_id_type="nope")  # wrong
    await feishu.members.add("oc_1", ["u1"], member_id_type="user_id")
    await feishu.chats.get("oc_1", user_id_type="app_id")  # wrong
    await feishu.chats.get("oc_1", user_id_type=kind)  # wrong
    await feishu.messages.create("u1", "Hello", receive_id_type="phone")  # wrong
    await feishu.messages.download("om_1", "file_1", "report.pdf", type="video")  # wrong
    await feishu.menu.update_item("oc_1", "7", MenuItem(name="x"), update_fields=["TITLE"])  # wrong
    NewChat(chat_mode="room")  # wrong
    NewChat(chat_mode="group")
    TopNotice(action_type="3")  # wrong
    Tab(tab_type="web")  # wrong
    MenuItem(action_type="OPEN")  # wrong
"""

SOURCES = {"right.py": RIGHT, "wrong.py": WRONG}


def write_scripts(folder: Path) -> None:
    for name, source in SOURCES.items():
        (folder / name).write_text(source, encoding="utf-8")
    settings = {"typeCheckingMode": "strict", "include": list(SOURCES)}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "mypy.ini").write_text("[mypy]\nstrict = true\n", encoding="utf-8")


def run(folder: Path, tool: str, *options: str) -> str:
    if importlib.util.find_spec(tool) is None:
        pytest.skip(f"{tool} is not installed")
    command = [sys.executable, "-m", tool, *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr  # it ran, and found the wrong lines
    return done.stdout


def mypy_errors(folder: Path) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {name: set() for name in SOURCES}
    options = ("--config-file=mypy.ini", "--cache-dir=cache", "--output=json")
    for line in run(folder, "mypy", *options, *SOURCES).splitlines():
        report = json.loads(line)
        if report["severity"] == "error":
            found.setdefault(report["file"], set()).add(report["line"])
    return found


def pyright_errors(folder: Path) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {name: set() for name in SOURCES}
    options = ("--outputjson", f"--pythonpath={sys.executable}")
    for report in json.loads(run(folder, "pyright", *options))["generalDiagnostics"]:
        if report["severity"] == "error":
            line = report["range"]["start"]["line"] + 1
            found.setdefault(Path(report["file"]).name, set()).add(line)
    return found


def lines_marked_wrong() -> dict[str, set[int]]:
    return {
        name: {
            number for number, line in enumerate(source.splitlines(), 1) if line.endswith("# wrong")
        }
        for name, source in SOURCES.items()
    }


@pytest.mark.parametrize("errors", [mypy_errors, pyright_errors])
def test_type_checkers_accept_valid_strings_and_reject_others(
    errors: Callable[[Path], dict[str, set[int]]], tmp_path: Path
) -> None:
    write_scripts(tmp_path)
    assert errors(tmp_path) == lines_marked_wrong()
