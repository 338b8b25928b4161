"""The log records, and law 10: no other effect on logging."""

import logging
import subprocess
import sys
import textwrap

import pytest

from feishu_chat_async import FeishuError
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Garbage, Reject, ResetAfter
from tests.conftest import client
from tests.support.virtual import run_virtual

from .test_retry import put


async def test_each_attempt_has_one_record(
    fake: FakeFeishu, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "feishu_chat_async")
    fake.inject(Garbage(), ResetAfter(), Fail(99991663), where="im/v1")
    async with client(fake) as feishu:
        await put(feishu, fake)
    records = [record for record in caplog.records if record.levelno == logging.DEBUG]
    assert [
        (vars(r)["endpoint"].split("/")[-1], vars(r)["attempt"], vars(r)["status"], vars(r)["code"])
        for r in records
    ] == [
        ("internal", 1, 200, 0),
        ("delete_top_notice", 1, 502, None),
        ("delete_top_notice", 2, None, None),
        ("delete_top_notice", 3, 400, 99991663),
        ("internal", 1, 200, 0),
        ("delete_top_notice", 4, 200, 0),
    ]
    answered = [record for record in records if vars(record)["status"] is not None]
    sent = [request for request in fake.requests if request.status is not None]
    assert [vars(record)["log_id"] for record in answered] == [r.log_id for r in sent]
    for record in records:
        assert record.name == "feishu_chat_async"
        assert vars(record)["duration_ms"] > 0
        assert vars(record)["waited_ms"] >= 0
        assert str(vars(record)["log_id"]) in record.getMessage()


async def test_closed_gates_and_final_failures_are_logged_as_warnings(
    fake: FakeFeishu, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "feishu_chat_async")
    async with client(fake) as feishu:
        fake.inject(Reject(0.001), where="im/v1")
        await put(feishu, fake)
        fake.inject(Garbage(), times=4, where="im/v1")
        with pytest.raises(FeishuError):
            await put(feishu, fake)
    gate, gave_up = caplog.records
    assert gate.levelname == gave_up.levelname == "WARNING"
    assert vars(gate)["wait_s"] == 0.001
    assert vars(gate)["bucket"].endswith(f"delete_top_notice {fake.app_id}")
    assert vars(gave_up)["attempts"] == 4
    assert vars(gave_up)["endpoint"].endswith("delete_top_notice")
    assert "HTTP 502" in gave_up.getMessage()


def test_importing_the_package_has_no_side_effects() -> None:
    script = """
        import asyncio, logging, sys, threading
        before = set(logging.root.manager.loggerDict)
        import feishu_chat_async
        from feishu_chat_async import FeishuChat
        assert not logging.root.handlers
        for name, logger in logging.root.manager.loggerDict.items():
            if name.startswith("feishu"):
                assert not logger.handlers and logger.level == logging.NOTSET, name
                assert logger.propagate
        assert "feishu_chat_async.testing" not in sys.modules
        assert not [name for name in sys.modules if name.startswith("aiohttp.web")]
        assert "lark_oapi" not in sys.modules
        assert threading.active_count() == 1
        assert asyncio._get_running_loop() is None
        assert not feishu_chat_async._protocol.converter._fast.cache_info().currsize
        feishu_chat_async.FeishuChat("cli_1", "secret")
        assert threading.active_count() == 1
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_record_holds_the_times_of_its_attempt(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "feishu_chat_async")

    async def scenario() -> None:
        async with FakeFeishu(counter=None, latency_s=0.5) as fake, client(fake) as feishu:
            await put(feishu, fake)
            fake.inject(Reject(3), where="im/v1")
            await put(feishu, fake)

    run_virtual(scenario())
    *_, rejected, repeated = [r for r in caplog.records if r.levelno == logging.DEBUG]
    assert vars(rejected)["duration_ms"] == pytest.approx(500, abs=20)
    assert vars(rejected)["waited_ms"] == pytest.approx(0, abs=20)
    assert 3000 <= vars(repeated)["waited_ms"] <= 3300
