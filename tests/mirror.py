"""Check that every module with logic is covered by the test file of its own name, run alone.

    python -m tests.mirror                      # every module
    python -m tests.mirror _core/limiter.py     # some of them
    python -m tests.mirror --list               # modules with logic, and their test files

`feishu_chat_async/_core/limiter.py` is tested by `tests/_core/test_limiter.py`. The exit status is
1 if a test file is missing or covers less than 80 % of its module's statements.
"""

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = ROOT / "feishu_chat_async"
MIN_PERCENT: Final = 80.0


def modules_with_logic() -> list[Path]:
    """Return the modules, relative to the package, that hold at least one function with a body."""
    return [
        path.relative_to(PACKAGE)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name not in {"__init__.py", "__main__.py"} and _has_logic(path)
    ]


def test_file_of(module: Path) -> Path:
    """Return the test file that belongs to a module."""
    return ROOT / "tests" / module.with_name(f"test_{module.name}")


test_file_of.__test__ = False  # type: ignore[attr-defined]  # pytest: not a test


def _has_logic(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(True for node in ast.walk(tree) for _ in _statements(node))


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements of a function, apart from docstrings and placeholders."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for statement in node.body:
            is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            is_abstract = ast.unparse(statement) == "raise NotImplementedError"
            if not is_text and not is_abstract and not isinstance(statement, ast.Pass):
                yield statement


def covered_percent(module: Path) -> float:
    """Run a module's test file alone, and return how much of the module it covers, in percent."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "COVERAGE_FILE": str(Path(folder) / "data")}
        include = f"--include={PACKAGE / module}"
        pytest = ["-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", str(test_file_of(module))]
        run = [sys.executable, "-m", "coverage", "run", "--rcfile=", include, *pytest]
        done = subprocess.run(
            run, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{test_file_of(module).relative_to(ROOT)} failed:\n{done.stdout}")
        report = [sys.executable, "-m", "coverage", "json", "--rcfile=", "-q", "-o", "-"]
        coverage_json = subprocess.run(
            report, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
        )
    return (
        float(json.loads(coverage_json.stdout)["totals"]["percent_covered"])
        if coverage_json.stdout
        else 0.0
    )


def main() -> int:
    """Print the coverage of each module and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", type=Path, help="such as _core/limiter.py")
    parser.add_argument("--list", action="store_true", help="only name the test files")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    chosen = options.modules or modules_with_logic()
    failures = 0
    missing = [module for module in chosen if not test_file_of(module).exists()]
    if options.list:
        for module in chosen:
            print("missing" if module in missing else "       ", module, test_file_of(module))
        return int(bool(missing))
    with ThreadPoolExecutor(options.jobs) as pool:
        found = [module for module in chosen if module not in missing]
        for module, percent in zip(found, pool.map(covered_percent, found), strict=True):
            is_enough = percent >= MIN_PERCENT
            failures += not is_enough
            print(f"{'' if is_enough else 'TOO LITTLE '}{percent:5.1f} % {module}", flush=True)
    for module in missing:
        print(f"MISSING {test_file_of(module).relative_to(ROOT)}")
    print(f"{len(chosen) - failures - len(missing)} passed, {failures + len(missing)} failed")
    return int(bool(failures or missing))


if __name__ == "__main__":
    sys.exit(main())
