"""The fuzzing itself: it finds violations, repeats a seed exactly, and covers every endpoint."""

import time
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from feishu_chat_async import DecodeError, InvalidResponseError
from feishu_chat_async.endpoints.all import ALL
from tests.fuzz import __main__ as program
from tests.fuzz.inputs import PAYLOAD, WIRES, corpus
from tests.fuzz.targets import TARGETS, Target, check, check_error, check_result

A_FEW = 10


def test_every_endpoint_is_answered() -> None:
    assert {answer.endpoint for answer in corpus()} == set(ALL) == set(WIRES)
    assert sum(any(wires) for wires in WIRES.values()) > len(ALL) / 2  # most answers carry data


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_seed_gives_the_same_inputs_each_time(target: Target) -> None:
    def inputs(seed: int) -> list[str]:
        seen: list[str] = []
        recorded = target._replace(read=lambda given: seen.append(repr(given)))
        program.hunt(recorded, seed, A_FEW)
        return seen

    assert inputs(1) == inputs(1) != inputs(2)
    assert program.hunt(target, 3, A_FEW) >= A_FEW


def fails(_: object) -> None:
    raise KeyError("not one of our errors")


def repeats(given: object) -> None:
    check_error(ValueError(f"it is not {given}"))


def is_foreign(_: object) -> None:
    check_error(UnicodeError("a subclass of ValueError"))


@pytest.mark.parametrize("times", [1, 20_000])
@pytest.mark.parametrize("reader", [fails, repeats, is_foreign])
def test_forbidden_errors_are_found(reader: Callable[[Any], None], times: int) -> None:
    with pytest.raises((KeyError, AssertionError)):
        program.hunt(Target("broken", st.just(PAYLOAD * times), reader), 1, A_FEW)
    program.hunt(Target("sound", st.just("nothing"), repeats), 1, A_FEW)


def test_slow_reading_is_found() -> None:
    @attrs.frozen
    class Slow:
        """A model with a slow property."""

        @property
        def plain_text(self) -> str:
            return busy(0.02)

    def busy(_: object) -> str:
        began = time.process_time()
        while time.process_time() - began < 0.02:
            pass
        return ""

    for read in (busy, lambda _: Slow()):
        check(Target("slow", st.none(), read), None)
        with pytest.raises(AssertionError, match="took"):
            check(Target("slow", st.none(), read), None, max_s=0.01)


def test_properties_of_nested_models_are_checked() -> None:
    @attrs.frozen
    class Nested:
        """A model whose inner model fails."""

        inner: "tuple[Nested, ...]" = ()

        @property
        def plain_text(self) -> str:
            if not self.inner:
                raise TypeError("not one of our errors")
            return ""

    with pytest.raises(TypeError):
        check_result({"items": [Nested(inner=(Nested(),))]})


def test_a_short_run_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--seconds", "0", "--seed", "1"]) == 0
    assert "nothing found" in capsys.readouterr().out


def shows(given: object) -> None:
    raise RuntimeError(given)


@pytest.mark.parametrize("given", [PAYLOAD * 20_000, f"{PAYLOAD}\n" * 20_000], ids=["wide", "long"])
def test_a_finding_is_printed_in_a_few_lines(
    given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Target("broken", st.just(given), shows)
    assert program.main(["--seconds", "0", "--seed", "1"], [broken]) == 1
    printed = capsys.readouterr()
    assert printed.out == "Found in broken: --seconds 0 --seed 1 shows it.\n"
    assert PAYLOAD in printed.err
    assert len(printed.err) < 20_000


def test_errors_that_hold_the_payload_or_a_context_are_found() -> None:
    where: Any = {"method": "GET", "path": "/"}
    check_error(InvalidResponseError("no JSON", **where))
    with pytest.raises(AssertionError):
        check_error(InvalidResponseError("no JSON", log_id=PAYLOAD, **where))
    check_error(InvalidResponseError("no JSON", log_id=PAYLOAD, **where), allowed=f"msg {PAYLOAD}")
    try:
        try:
            int(PAYLOAD)
        except ValueError:
            raise DecodeError("wrong", field="data", log_id=None, **where)  # noqa: B904
    except DecodeError as error:
        with pytest.raises(AssertionError):
            check_error(error)
