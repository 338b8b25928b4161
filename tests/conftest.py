"""What most tests need: a fake Feishu, and a client that calls it and repeats without delay."""

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

# In debug mode asyncio notes where each callback, task and future was made, and aiohttp where each
# request, answer and connection was, with all lines up to the top: half of the suite's time. A few
# lines tell as much.
sys.tracebacklimit = 2
setattr(constants, "DEBUG_STACK_DEPTH", 2)  # noqa: B010 - it is declared to be final

# On a busy machine any example may take long; that says nothing about what it shows.
settings.register_profile("any time", deadline=None)
settings.load_profile("any time")

AT_ONCE = RetryPolicy(base_delay_s=0.001, max_delay_s=0.002)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Run one more test at a time than there are cores: some only wait for the clock."""
    return (yield) + ("PYTEST_XDIST_AUTO_NUM_WORKERS" not in os.environ)


def client(fake: FakeFeishu, **options: Any) -> FeishuChat:
    """Make a client for the first app of a fake Feishu."""
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
