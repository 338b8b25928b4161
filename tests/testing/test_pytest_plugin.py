"""The fixtures that pytest finds once the package is installed."""

import subprocess
import sys

import pytest

pytest_plugins = ["pytester"]

MARKED = """
import pytest
from feishu_chat_async import FeishuChat, TopNotice
from feishu_chat_async.testing import FakeFeishu

{mark}
async def test_a_notice_is_put(fake_feishu, feishu_client):
    assert isinstance(fake_feishu, FakeFeishu)
    assert isinstance(feishu_client, FeishuChat)
    chat_id = fake_feishu.chat_id
    await feishu_client.top_notice.put(chat_id, TopNotice.message(fake_feishu.message_id))
    assert fake_feishu.chats[chat_id].top_notice

{mark}
async def test_each_test_has_its_own(fake_feishu):
    assert not fake_feishu.requests
"""
INI = """
[pytest]
asyncio_mode = {mode}
asyncio_default_fixture_loop_scope = function
filterwarnings = error
"""
SYNC = "def test_nothing():\n    pass\n"


@pytest.mark.parametrize(
    ("mode", "mark"), [("strict", "@pytest.mark.asyncio"), ("auto", "")], ids=["strict", "auto"]
)
def test_the_fixtures_work_in_every_mode(pytester: pytest.Pytester, mode: str, mark: str) -> None:
    pytester.makeini(INI.format(mode=mode))
    pytester.makepyfile(MARKED.format(mark=mark))
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2)


def test_the_error_without_pytest_asyncio_says_what_to_install(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "async def test_async(feishu_client, fake_feishu):\n    pass\n"
        "def test_sync(fake_feishu):\n    pass\n" + SYNC
    )
    result = pytester.runpytest_inprocess("-p", "no:asyncio", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=2)
    needs = "the fixture '{}' needs pytest-asyncio: pip install pytest-asyncio"
    for name in ("feishu_client", "fake_feishu"):
        result.stdout.fnmatch_lines([needs.format(name)])


def test_a_run_without_the_fixtures_imports_none_of_their_modules(
    pytester: pytest.Pytester,
) -> None:
    pytester.makeini(INI.format(mode="strict"))
    pytester.makepyfile(SYNC)
    script = """
import sys
import pytest
status = pytest.main(["-q", "-p", "no:cacheprovider"])
assert "feishu_chat_async.testing.pytest_plugin" in sys.modules
print("loaded:", *sorted({"aiohttp", "feishu_chat_async.client",
    "feishu_chat_async.testing.server"} & set(sys.modules)))
sys.exit(status)
"""
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=pytester.path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "1 passed" in run.stdout
    assert run.stdout.splitlines()[-1] == "loaded:"


def test_the_fixtures_are_listed_with_their_help(pytester: pytest.Pytester) -> None:
    pytester.makeini(INI.format(mode="strict"))
    result = pytester.runpytest_inprocess("--fixtures", "-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["fake_feishu *", "*Yield an open FakeFeishu with an app*"])
    result.stdout.fnmatch_lines(
        ["feishu_client *", "*Yield an open FeishuChat that calls `fake_feishu`*"]
    )
