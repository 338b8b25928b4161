"""The README is true: its code runs, its commands are what CI runs, its table is the signature."""

import ast
import inspect
import re
import signal
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pytest

from feishu_chat_async import DEFAULT_LIMITS, FEISHU, FeishuChat, RetryPolicy
from feishu_chat_async.client import Options
from feishu_chat_async.testing import FakeFeishu
from tests.support.scripts import Run

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = [code for kind, code in BLOCKS if kind == "python"]
SHELL = [code.strip() for kind, code in BLOCKS if kind == "sh"]


@pytest.mark.parametrize("code", PYTHON)
async def test_every_python_block_runs_as_printed(
    fake: FakeFeishu, run: Run, tmp_path: Path, code: str
) -> None:
    environ = {
        "FEISHU_APP_ID": fake.app_id,
        "FEISHU_APP_SECRET": fake.app_secret,
        "FEISHU_BASE_URL": fake.url,
        "CHAT_ID": fake.chat_id,
    }
    script = tmp_path / "block.py"
    script.write_text(code, encoding="utf-8")
    status, out, err = await run(script, **environ)
    assert (status, err) == (0, "")
    for comment in re.findall(r"# \.\.\. (.*), \.\.\.$", code, re.MULTILINE):
        assert comment in out


def test_the_first_block_is_ten_lines() -> None:
    assert len([line for line in PYTHON[0].splitlines() if line.strip()]) <= 10


def test_every_shell_block_is_run() -> None:
    quickstart, tests, fake = SHELL
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert quickstart.endswith("examples/quickstart.py") and "quickstart" in ci
    assert tests.endswith("-m pytest") and "pytest" in ci
    assert "README.md" in ci  # it takes both commands from there

    command = fake.replace(".venv/bin/python", sys.executable).replace("8080", "0").split()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert [line.partition("=")[0] for line in told] == [
        "FEISHU_BASE_URL",
        "FEISHU_APP_ID",
        "FEISHU_APP_SECRET",
        "CHAT_ID",
        "MESSAGE_ID",
    ]


def test_the_configuration_table_is_the_signature() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `(.+?)` \|", README, re.MULTILINE))
    parameters = inspect.signature(FeishuChat).parameters
    assert list(rows) == [name for name in parameters if name in Options.__annotations__]
    constants = {"FEISHU": FEISHU, "DEFAULT_LIMITS": DEFAULT_LIMITS, "RetryPolicy()": RetryPolicy()}
    for name, printed in rows.items():
        told = constants[printed] if printed in constants else ast.literal_eval(printed)
        assert parameters[name].default == told


def test_every_call_is_in_the_table_with_its_official_page() -> None:
    rows = re.findall(r"^\| `([\w.]+)\(.*\]\((https://\S+)\) \|$", README, re.MULTILINE)
    feishu = FeishuChat("cli_1", "s")
    groups = {
        name: getattr(feishu, name)
        for name, value in vars(FeishuChat).items()
        if isinstance(value, cached_property)
    }
    expected = [
        (f"{group}.{name}", (inspect.getdoc(getattr(calls, name)) or "").split()[-1])
        for group, calls in groups.items()
        for name in dir(calls)
        if not name.startswith("_")
    ]
    assert sorted(rows) == sorted(expected)


def test_links_inside_the_repository_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists()
