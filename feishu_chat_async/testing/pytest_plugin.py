"""The pytest fixtures `fake_feishu` and `feishu_client`, which an entry point registers.

They need pytest-asyncio, in strict or in auto mode. Both last for one test and run in its event
loop. If tests share a loop (`loop_scope`), set `asyncio_default_fixture_loop_scope` to the same.
"""

# An entry point loads this module in every test run, so it imports the rest when it is needed.
# ruff: noqa: PLC0415

import sys
from collections.abc import AsyncIterator
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ..client import FeishuChat
    from .server import FakeFeishu


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures: those that work, or those that ask for pytest-asyncio."""
    # If pytest-asyncio takes part in this run, it has been imported by now.
    plugin = sys.modules.get("pytest_asyncio.plugin")
    if plugin is not None and config.pluginmanager.is_registered(plugin):
        import pytest_asyncio

        fake = pytest_asyncio.fixture(_fake_feishu, name="fake_feishu")
        client = pytest_asyncio.fixture(_feishu_client, name="feishu_client")
    else:
        fake = pytest.fixture(_unavailable, name="fake_feishu")
        client = pytest.fixture(_unavailable, name="feishu_client")
    fixtures = ModuleType("feishu_chat_async fixtures")
    vars(fixtures).update(fake_feishu=fake, feishu_client=client)
    config.pluginmanager.register(fixtures)


async def _fake_feishu() -> AsyncIterator["FakeFeishu"]:
    """Yield an open FakeFeishu with an app, a chat and a message."""
    from .server import FakeFeishu

    async with FakeFeishu() as fake:
        yield fake


async def _feishu_client(fake_feishu: "FakeFeishu") -> AsyncIterator["FeishuChat"]:
    """Yield an open FeishuChat that calls `fake_feishu` as its first app."""
    from ..client import FeishuChat

    app_id, app_secret = fake_feishu.app_id, fake_feishu.app_secret
    async with FeishuChat(app_id, app_secret, base_url=fake_feishu.url) as feishu:
        yield feishu


def _unavailable(request: pytest.FixtureRequest) -> None:
    """Fail the test, since pytest-asyncio does not take part in this run."""
    reason = f"the fixture {request.fixturename!r} needs pytest-asyncio: pip install pytest-asyncio"
    pytest.fail(reason, pytrace=False)
