"""The examples run unchanged, without warnings."""

import asyncio
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail
from tests.support.scripts import Run

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def credentials(fake: FakeFeishu) -> dict[str, str]:
    """Return the environment in which an example uses a fake Feishu."""
    return {
        "FEISHU_APP_ID": fake.app_id,
        "FEISHU_APP_SECRET": fake.app_secret,
        "FEISHU_BASE_URL": fake.url,
    }


def test_the_quickstart_runs_in_a_separate_process() -> None:
    command = [sys.executable, "-W", "error", str(EXAMPLES / "quickstart.py")]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("FEISHU_")}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Done.\n")


async def test_the_quickstart_runs_without_credentials(run: Run) -> None:
    code, out, err = await run(EXAMPLES / "quickstart.py")
    assert (code, err) == (0, "")
    steps = [line for line in out.splitlines() if line[:1].isdigit()]
    assert [line.partition(":")[0].split()[1] for line in steps] == [
        "send",
        "pin",
        "read",
        "append",
        "read",
        "unpin",
    ]
    assert "Edited by feishu_chat_async." in steps[4]
    assert out.endswith("Done.\n")


async def test_the_quickstart_runs_with_credentials(fake: FakeFeishu, run: Run) -> None:
    environ = credentials(fake)
    code, _, err = await run(EXAMPLES / "quickstart.py", **environ)
    assert code == 2
    assert "--chat-id is required" in err
    ids = ("--chat-id", fake.chat_id)
    code, out, err = await run(EXAMPLES / "quickstart.py", *ids, **environ)
    assert (code, err) == (0, "")
    assert "FakeFeishu" not in out
    assert {request.code for request in fake.requests} == {0}
    *_, sent = fake.messages.values()
    assert sent.content == '{"text":"Hello from feishu_chat_async."}'
    fake.chats[fake.chat_id].dissolved = True
    code, _, err = await run(EXAMPLES / "quickstart.py", *ids, **environ)
    assert code == 1
    assert err.startswith("POST /open-apis/im/v1/messages")
    assert "232009" in err
    assert len(err.splitlines()) == 1


async def test_the_quickstart_unpins_the_message_after_an_error(fake: FakeFeishu, run: Run) -> None:
    environ = credentials(fake)
    ids = ("--chat-id", fake.chat_id)
    chat = fake.chats[fake.chat_id]
    fake.inject(Fail(232066), where="GET")
    code, _, err = await run(EXAMPLES / "quickstart.py", *ids, **environ)
    assert code == 1
    assert "232066" in err
    assert len(err.splitlines()) == 1
    assert not chat.top_notice
    chat.announcement.is_docx = True
    code, out, err = await run(EXAMPLES / "quickstart.py", *ids, **environ)
    assert (code, err) == (0, "")
    assert "5. read it again" in out and "Edited by feishu_chat_async." in out
    assert out.endswith("6. unpin the message\nDone.\n")
    assert not chat.top_notice


@pytest.mark.parametrize(
    ("environ", "chat_id", "problem"),
    [
        ({}, "oc_1", "set FEISHU_APP_SECRET in the environment"),
        ({"FEISHU_APP_SECRET": "s"}, "../x", "receive_id_type must be given"),
        ({"FEISHU_APP_SECRET": "s", "FEISHU_BASE_URL": "nonsense"}, "oc_1", "base_url must be"),
    ],
)
async def test_the_quickstart_reports_an_invalid_argument_in_one_line(
    environ: dict[str, str], chat_id: str, problem: str, run: Run
) -> None:
    code, _, err = await run(
        EXAMPLES / "quickstart.py", "--chat-id", chat_id, FEISHU_APP_ID="cli_1", **environ
    )
    assert code == 1
    assert problem in err
    assert len(err.splitlines()) == 1


# The message in the event of a group message, from the page of the event:
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/events/receive
DOCUMENTED_MESSAGE: dict[str, Any] = {
    "message_id": "om_5ce6d572455d361153b7cb51da133945",
    "root_id": "om_5ce6d572455d361153b7cb5xxfsdfsdfdsf",
    "parent_id": "om_5ce6d572455d361153b7cb5xxfsdfsdfdsf",
    "create_time": "1609073151345",
    "update_time": "1687343654666",
    "chat_id": "oc_5ce6d572455d361153b7xx51da133945",
    "chat_type": "group",
    "message_type": "text",
    "content": '{"text":"@_user_1 hello"}',
    "mentions": [
        {
            "key": "@_user_1",
            "id": {"open_id": "ou_84aad35d084aa403a838cf73ee18467"},
            "mentioned_type": "user",
            "name": "Tom",
            "tenant_key": "736588c9260f175e",
        }
    ],
}


async def test_the_event_handler_answers_a_message(
    fake: FakeFeishu, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in credentials(fake).items():
        monkeypatch.setenv(name, value)
    monkeypatch.syspath_prepend(EXAMPLES)
    event_handler = importlib.import_module("event_handler")

    def event(text: str, **fields: Any) -> dict[str, Any]:
        message = {**DOCUMENTED_MESSAGE, "chat_id": fake.chat_id, **fields}
        return {
            "schema": "2.0",
            "header": {"event_type": "im.message.receive_v1"},
            "event": {"message": {**message, "content": json.dumps({"text": text})}},
        }

    runner = aiohttp.web.AppRunner(event_handler.build_app())
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    chat = fake.chats[fake.chat_id]
    async with aiohttp.ClientSession() as http:

        async def post(body: dict[str, Any]) -> Any:
            async with http.post(f"http://{host}:{port}/events", json=body) as response:
                assert response.status == 200
                return await response.json()

        check = {"type": "url_verification", "challenge": "abc"}
        assert await post(check) == {"challenge": "abc"}
        assert await post({"header": {"event_type": "im.chat.updated_v1"}}) == {}
        assert await post(event("@_user_1 hello")) == {}
        assert await post(event("@_user_1 /pin", parent_id=fake.message_id)) == {}
        async with asyncio.timeout(10):
            while not chat.top_notice:  # noqa: ASYNC110  (the fake has no event for it)
                await asyncio.sleep(0.001)
        assert chat.top_notice[0].message_id == fake.message_id
        fake.latency_s = 0.05
        assert await post(event("/unpin", chat_type="p2p", mentions=None)) == {}
        await runner.cleanup()  # waits for the task
        assert not chat.top_notice


@pytest.mark.parametrize("script", ["quickstart.py", "event_handler.py"])
async def test_examples_have_a_usage_message(script: str, run: Run) -> None:
    code, out, _ = await run(EXAMPLES / script, "--help")
    assert code == 0
    assert "usage:" in out


async def test_the_project_room_runs_without_credentials(run: Run) -> None:
    code, out, err = await run(EXAMPLES / "project_room.py")
    assert (code, err) == (0, "")
    steps = [line.partition(". ")[0] for line in out.splitlines() if line[:1].isdigit()]
    assert steps == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert "   60/60" in out and "added 60 of 60 members" in out


async def test_the_project_room_runs_with_credentials(fake: FakeFeishu, run: Run) -> None:
    environ = credentials(fake)
    code, _, err = await run(EXAMPLES / "project_room.py", **environ)
    assert code == 2 and "at least one open id is required" in err
    user_ids = [fake.add_user().open_id for _ in range(2)]
    code, out, err = await run(EXAMPLES / "project_room.py", *user_ids, **environ)
    assert (code, err) == (0, "")
    assert out.endswith("8. pinned the announcement\n")
    room = list(fake.chats.values())[-1]
    assert set(user_ids) < set(room.members) and set(room.managers) == set(user_ids[:1])
    assert "freeze: Friday" in room.announcement.document.to_json()
    assert room.top_notice and room.tabs and room.menu


async def test_the_audit_runs_without_credentials(run: Run) -> None:
    code, out, err = await run(EXAMPLES / "audit_chats.py")
    assert (code, err) == (0, "")
    assert out.endswith("Audited 26 chats.\n")
    lines = [line for line in out.splitlines() if line.endswith("all its members are bots")]
    assert len(lines) == 9


async def test_the_audit_runs_with_credentials(fake: FakeFeishu, run: Run) -> None:
    environ = credentials(fake)
    code, out, err = await run(EXAMPLES / "audit_chats.py", **environ)
    assert (code, err) == (0, "") and out.endswith("Audited 1 chat.\n")
    code, out, err = await run(
        EXAMPLES / "audit_chats.py", **{**environ, "FEISHU_APP_SECRET": "wrong"}
    )
    assert code == 1 and "10015" in err and "Traceback" not in err


async def test_the_announcement_runs_without_credentials(run: Run) -> None:
    code, out, err = await run(EXAMPLES / "announcement.py")
    assert (code, err) == (0, "")
    legacy, docx = (part.partition("is now:")[2] for part in out.split("The docx format:"))
    assert legacy.strip() == docx.strip() and "- [x] inform support" in docx


async def test_the_announcement_runs_with_credentials(fake: FakeFeishu, run: Run) -> None:
    environ = credentials(fake)
    code, _, err = await run(EXAMPLES / "announcement.py", **environ)
    assert code == 2 and "--chat-id is required" in err
    code, out, err = await run(EXAMPLES / "announcement.py", "--chat-id", fake.chat_id, **environ)
    assert (code, err) == (0, "") and "freeze: **Monday**" in out
    code, _, err = await run(EXAMPLES / "announcement.py", "--chat-id", "oc_none", **environ)
    assert code == 1 and "1770002" in err and "Traceback" not in err


async def test_the_broadcast_runs_without_credentials(run: Run) -> None:
    code, out, err = await run(EXAMPLES / "broadcast.py")
    assert (code, err) == (0, "")
    assert "28 chats have the card pinned, 3 failed." in out
    assert out.count("230018") == 3
    assert out.endswith("31 chats have the card pinned, 0 failed.\n")


async def test_the_broadcast_resumes_from_its_journal(
    fake: FakeFeishu, tmp_path: Path, run: Run
) -> None:
    environ = credentials(fake)
    card, journal = tmp_path / "card.json", tmp_path / "journal.jsonl"
    card.write_text('{"config": {"update_multi": true}, "elements": []}')
    arguments = (str(card), "--journal", str(journal))
    code, _, err = await run(EXAMPLES / "broadcast.py", **environ)
    assert code == 2 and "a card is required" in err
    chats = [fake.add_chat() for _ in range(4)]
    before = set(fake.messages)
    fake.inject(Fail(230018), where="im/v1/messages")
    fake.inject(Fail(232016), where="top_notice")
    code, out, err = await run(EXAMPLES / "broadcast.py", *arguments, **environ)
    assert (code, err) == (1, "")
    assert "3 chats have the card pinned, 2 failed." in out
    # Interrupted between sending and the journal's line for it: nothing is sent twice.
    *lines, last = journal.read_text().splitlines()
    assert json.loads(last)["pinned"]
    chat_id = json.loads(last)["chat_id"]
    kept = [line for line in lines if chat_id not in line or "message_id" not in line]
    journal.write_text("\n".join([*kept, last[:20]]))  # and in the middle of a line
    fake.inject(Fail(230018), times=2, where="im/v1/messages")
    code, out, err = await run(EXAMPLES / "broadcast.py", *arguments, **environ)
    assert (code, err) == (1, "") and out.count("230018") == 2
    refused = [json.loads(line) for line in journal.read_text().splitlines() if "refused" in line]
    assert chat_id not in {
        line["chat_id"] for line in refused
    }  # an earlier attempt may have arrived
    code, out, err = await run(EXAMPLES / "broadcast.py", *arguments, **environ)
    assert (code, err) == (0, "") and "5 chats have the card pinned, 0 failed." in out
    assert len(set(fake.messages) - before) == 5 == len(chats) + 1
    assert all(chat.top_notice for chat in fake.chats.values())
    code, out, err = await run(EXAMPLES / "broadcast.py", *arguments, **environ)
    assert (code, len(set(fake.messages) - before)) == (0, 5)
    card.write_text('{"elements": []}')
    code, _, err = await run(EXAMPLES / "broadcast.py", *arguments, **environ)
    assert code == 1 and "journal belongs to another card" in err
    old = [
        json.dumps({**json.loads(line), "attempted_at": 0}) if "attempted_at" in line else line
        for line in kept
    ]
    card.write_text('{"config": {"update_multi": true}, "elements": []}')
    journal.write_text("\n".join(old) + "\n")
    code, out, _ = await run(EXAMPLES / "broadcast.py", *arguments, **environ)
    assert code == 1 and "check the chat for the message" in out
    assert len(set(fake.messages) - before) == 5
