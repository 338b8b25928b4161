"""Fixtures that most tests use: a FakeFeishu, and a client of it that retries without delay."""

import os
import sys
from asyncio import constants
from collections.abc import AsyncIterator, Generator
from typing import Any

import aiohttp
import pytest
from hypothesis import settings

from feishu_chat_async import FeishuChat, RetryPolicy
from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.scripts import Run, runner
from tests.support.wire import Wire

# In debug mode, asyncio records the stack that created each callback, task and future, and aiohttp
# does so for each request, answer and connection. That takes half of the suite's time, and a few
# lines of each stack are enough.
sys.tracebacklimit = 2
setattr(constants, "DEBUG_STACK_DEPTH", 2)  # noqa: B010 - it is declared as Final

# On a busy machine every example can be slow, which says nothing about the code.
settings.register_profile("any time", deadline=None)
settings.load_profile("any time")

if "PYTEST_XDIST_WORKER" in os.environ:
    # Coverage measures this process already. Programs that tests start are not measured: tracing
    # makes the long ones too slow.
    os.environ.pop("COVERAGE_PROCESS_START", None)

AT_ONCE = RetryPolicy(base_delay_s=0.001, max_delay_s=0.002)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Run one more test at a time than there are cores, since some tests only wait."""
    return (yield) + ("PYTEST_XDIST_AUTO_NUM_WORKERS" not in os.environ)


def client(fake: FakeFeishu, **options: Any) -> FeishuChat:
    """Build a client for the first app of a FakeFeishu."""
    options = {"base_url": fake.url, "retry": AT_ONCE, "limits": None, **options}
    return FeishuChat(fake.app_id, fake.app_secret, **options)


@pytest.fixture
async def fake() -> AsyncIterator[FakeFeishu]:
    async with FakeFeishu(counter=None) as running:
        yield running


@pytest.fixture
async def feishu(fake: FakeFeishu) -> AsyncIterator[FeishuChat]:
    async with client(fake) as opened:
        yield opened


@pytest.fixture
async def wire(fake: FakeFeishu) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as http:
        yield Wire(fake, http)


@pytest.fixture
async def chat(fake: FakeFeishu) -> FakeChat:
    return fake.chats[fake.chat_id]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capsys)
