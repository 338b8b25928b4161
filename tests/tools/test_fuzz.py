"""The fuzzing itself: it finds what must not be, twice the same from one seed, and covers all."""

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
from tests.fuzz.targets import TARGETS, Target, ask, check, check_error

A_FEW = 10


def test_every_endpoint_is_answered() -> None:
    assert {answer.endpoint for answer in corpus()} == set(ALL) == set(WIRES)
    assert sum(any(wires) for wires in WIRES.values()) > len(ALL) / 2  # most answers carry much


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
    raise KeyError("of no use to anybody")


def repeats(given: object) -> None:
    check_error(ValueError(f"it is not {given}"))


def is_foreign(_: object) -> None:
    check_error(UnicodeError("of another kind"))


@pytest.mark.parametrize("times", [1, 20_000])
@pytest.mark.parametrize("reader", [fails, repeats, is_foreign])
def test_what_must_not_be_is_found(reader: Callable[[Any], None], times: int) -> None:
    with pytest.raises((KeyError, AssertionError)):
        program.hunt(Target("broken", st.just(PAYLOAD * times), reader), 1, A_FEW)
    program.hunt(Target("sound", st.just("nothing"), repeats), 1, A_FEW)


def test_what_takes_long_is_found() -> None:
    @attrs.frozen
    class Slow:
        """A model that is slow to say what it is."""

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


def test_a_model_is_asked_for_all_that_it_says() -> None:
    @attrs.frozen
    class Asked:
        """A model that fails where nobody looked."""

        inner: "tuple[Asked, ...]" = ()

        @property
        def plain_text(self) -> str:
            if not self.inner:
                raise TypeError("of no use to anybody")
            return ""

    with pytest.raises(TypeError):
        ask({"items": [Asked(inner=(Asked(),))]})


def test_a_short_run_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--seconds", "0", "--seed", "1"]) == 0
    assert "nothing found" in capsys.readouterr().out


def shows(given: object) -> None:
    raise RuntimeError(given)


@pytest.mark.parametrize("given", [PAYLOAD * 20_000, f"{PAYLOAD}\n" * 20_000], ids=["wide", "long"])
def test_what_is_found_is_told_in_few_words(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    broken = Target("broken", st.just(given), shows)
    assert program.main(["--seconds", "0", "--seed", "1"], [broken]) == 1
    shown = capsys.readouterr()
    assert shown.out == "Found in broken: --seconds 0 --seed 1 shows it.\n"
    assert PAYLOAD in shown.err
    assert len(shown.err) < 20_000


def test_errors_hold_neither_the_payload_nor_what_led_to_them() -> None:
    where: Any = {"method": "GET", "path": "/"}
    check_error(InvalidResponseError("no JSON", **where))
    with pytest.raises(AssertionError):
        check_error(InvalidResponseError("no JSON", log_id=PAYLOAD, **where))
    check_error(InvalidResponseError("no JSON", log_id=PAYLOAD, **where), said=f"msg {PAYLOAD}")
    try:
        try:
            int(PAYLOAD)
        except ValueError:
            raise DecodeError("wrong", field="data", log_id=None, **where)  # noqa: B904
    except DecodeError as error:
        with pytest.raises(AssertionError):
            check_error(error)
