"""A progress bar for each part, or a line for each step if `rich` is not installed."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watch(Protocol):
    """Iterates over the steps of a part and shows the progress."""

    def __call__(self, part: str, steps: Sequence[T], /) -> Iterator[T]: ...


def in_lines(part: str, steps: Sequence[T]) -> Iterator[T]:
    """Print a line for each step."""
    for number, step in enumerate(steps, 1):
        print(f"{part} {number}/{len(steps)}: {step}", file=sys.stderr, flush=True)
        yield step


@contextmanager
def progress() -> Iterator[Watch]:
    """Show progress bars until the block ends."""
    if find_spec("rich") is None:
        yield in_lines
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:

        def with_bar(part: str, steps: Sequence[T]) -> Iterator[T]:
            bar = bars.add_task(part, total=len(steps))
            for step in steps:
                bars.update(bar, description=f"{part}: {step}")
                yield step
                bars.advance(bar)
            bars.update(bar, description=part)

        yield with_bar


def show(markdown: str) -> None:
    """Print Markdown."""
    if find_spec("rich") is None:
        print(markdown)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(markdown))
