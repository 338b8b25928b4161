"""The README is correct: its code runs, CI runs its commands, its tables match the code."""

import ast
import inspect
import re
import signal
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pytest

from feishu_chat_async import DEFAULT_LIMITS, FEISHU, FeishuChat, RetryPolicy, __version__
from feishu_chat_async.client import Options
from feishu_chat_async.testing import FakeFeishu
from tests.support.scripts import Run

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = [code for kind, code in BLOCKS if kind == "python"]
SCRIPTS = [code for code in PYTHON if "asyncio.run(" in code]
TESTS = [code for code in PYTHON if code not in SCRIPTS]
COMMANDS = dict(
    re.findall(r"^<!-- command: (\w+) -->\n```sh\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)
)
"""The shell blocks by the names in the comments above them; `.ci/run` finds two of them so."""


@pytest.mark.parametrize("code", SCRIPTS)
async def test_every_script_runs_as_printed(
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


@pytest.mark.parametrize("code", TESTS)
def test_every_test_passes_with_the_plugin_alone(tmp_path: Path, code: str) -> None:
    (tmp_path / "test_block.py").write_text(code, encoding="utf-8")
    options = ["-W", "error", "-o", "asyncio_default_fixture_loop_scope=function"]
    command = [sys.executable, "-m", "pytest", *options, "test_block.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{code.count('def test_')} passed" in done.stdout


def test_the_first_block_has_at_most_ten_lines() -> None:
    assert len([line for line in PYTHON[0].splitlines() if line.strip()]) <= 10


def test_every_shell_block_has_a_name() -> None:
    assert list(COMMANDS) == ["quickstart", "tests", "fake"]
    assert len(COMMANDS) == len([kind for kind, _ in BLOCKS if kind == "sh"])


def test_ci_runs_the_quickstart_and_the_tests() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert COMMANDS["quickstart"].endswith("examples/quickstart.py")
    assert COMMANDS["tests"].endswith("-m pytest")
    for name in ("quickstart", "tests"):
        assert f"{name}=$(command_of {name})" in ci
        assert f'bash -euo pipefail -c "${name}"' in ci


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGTERM")
def test_the_command_that_runs_a_fake_prints_its_address_and_ids() -> None:
    command = COMMANDS["fake"].replace(".venv/bin/python", sys.executable).replace("8080", "0")
    with subprocess.Popen(command.split(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert [line.partition("=")[0] for line in lines] == [
        "FEISHU_BASE_URL",
        "FEISHU_APP_ID",
        "FEISHU_APP_SECRET",
        "CHAT_ID",
        "MESSAGE_ID",
    ]


def test_the_configuration_table_matches_the_signature() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `(.+?)` \|", README, re.MULTILINE))
    parameters = inspect.signature(FeishuChat).parameters
    assert list(rows) == [name for name in parameters if name in Options.__annotations__]
    constants = {"FEISHU": FEISHU, "DEFAULT_LIMITS": DEFAULT_LIMITS, "RetryPolicy()": RetryPolicy()}
    for name, printed in rows.items():
        default = constants[printed] if printed in constants else ast.literal_eval(printed)
        assert parameters[name].default == default


def test_every_call_is_in_a_table_with_its_official_page() -> None:
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


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_inside_the_repository_have_targets(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", text):
        path = ROOT / (target or page)
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


def test_the_version_is_released_or_a_development_version_after_the_last_release() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    [*_, newest] = sorted(
        tuple(map(int, found.split(".")))
        for found in re.findall(r"^## \[([\d.]+)\] - \d{4}-\d{2}-\d{2}$", changes, re.MULTILINE)
    )
    version, _, development = __version__.partition(".dev")
    numbers = tuple(map(int, version.split(".")))
    assert numbers > newest if development else numbers == newest
    assert changes.index("## [Unreleased]") < changes.index(f"## [{'.'.join(map(str, newest))}]")
