"""What most tests need: a fake Feishu, and a client that calls it and repeats without delay."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import settings

from feishu_chat_async import FeishuChat, RetryPolicy
from feishu_chat_async.testing import FakeFeishu

# On a busy machine any example may take long; that says nothing about what it shows.
settings.register_profile("any time", deadline=None)
settings.load_profile("any time")

AT_ONCE = RetryPolicy(base_delay_s=0.001, max_delay_s=0.002)


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
