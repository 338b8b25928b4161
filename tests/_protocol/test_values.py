"""Single values are decoded strictly, and encoded as Feishu expects them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, strategies as st

from feishu_chat_async import SucceedType, UserIdType
from feishu_chat_async._protocol.values import (
    DECODERS,
    ENCODERS,
    UnexpectedError,
    or_none,
    to_bool,
    to_float,
    to_int,
    to_str,
)
from feishu_chat_async._protocol.wire_types import (
    DurationMilliseconds,
    EncodedUrl,
    EpochMilliseconds,
    EpochSeconds,
)

DECODE: dict[object, Any] = dict(DECODERS)
ENCODE: dict[object, Any] = dict(ENCODERS)
NOON = datetime(2020, 12, 30, 12, tzinfo=UTC)


def test_scalars_are_decoded_from_json_values_or_strings() -> None:
    assert to_str("7", str) == "7"
    assert to_str("robot", UserIdType) == "robot"
    assert to_bool(value=True, _=bool) is True
    assert (to_bool("true", bool), to_bool("false", bool)) == (True, False)
    assert (to_int(7, int), to_int("-7", int)) == (7, -7)
    assert to_int("2", SucceedType) is SucceedType.ALL_OR_NOTHING
    assert to_float(1, float) == 1.0


@pytest.mark.parametrize(
    ("decode", "value", "problem"),
    [
        (to_str, 7, "expected a string, got a number"),
        (to_str, None, "expected a string, got null"),
        (to_bool, "True", "expected true or false, got a string"),
        (to_bool, 1, "expected true or false, got a number"),
        (to_int, True, "expected a whole number, got a boolean"),
        (to_int, "1.0", "expected a whole number, got a string"),
        (to_int, "1" * 20, "expected a whole number, got a string"),
        (to_int, "٣", "expected a whole number, got a string"),
        (to_float, "1.0", "expected a number, got a string"),
        (to_float, True, "expected a number, got a boolean"),
        (to_float, float("inf"), "expected a number, got a number"),
        (to_float, [], "expected a number, got a list"),
        (to_float, b"", "expected a number, got something"),
    ],
)
def test_other_types_are_refused_without_showing_the_value(
    decode: Any, value: object, problem: str
) -> None:
    with pytest.raises(UnexpectedError) as caught:
        decode(value, int)
    assert str(caught.value) == problem


def test_times_and_durations_are_aware_and_exact() -> None:
    assert DECODE[EpochSeconds]("1609329600", None) == NOON
    assert DECODE[EpochMilliseconds]("1609329600123", None) == NOON + timedelta(milliseconds=123)
    assert DECODE[DurationMilliseconds](1500, None) == timedelta(seconds=1.5)
    assert DECODE[EpochSeconds](0, None).tzinfo is UTC


@pytest.mark.parametrize("kind", [EpochSeconds, EpochMilliseconds, DurationMilliseconds])
@pytest.mark.parametrize("value", ["soon", "", None, 9 * 10**18])
def test_invalid_times_are_refused(kind: object, value: object) -> None:
    with pytest.raises(UnexpectedError, match=r"expected a (time in|number of) (milli)?seconds"):
        DECODE[kind](value, None)


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001
def test_a_time_survives_the_wire_to_the_second(naive: datetime, hours: int) -> None:
    time = naive.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    for kind in (EpochSeconds, EpochMilliseconds):
        assert DECODE[kind](ENCODE[kind](time), None) == time


def test_a_time_without_a_time_zone_is_refused() -> None:
    for value in (datetime(2020, 1, 1), 1609329600):  # noqa: DTZ001
        with pytest.raises(TypeError, match="a datetime with a time zone"):
            ENCODE[EpochSeconds](value)


def test_urls_are_encoded_as_a_whole() -> None:
    assert ENCODE[EncodedUrl]("https://a.b/?c=1") == "https%3A%2F%2Fa.b%2F%3Fc%3D1"
    assert DECODE[EncodedUrl]("https%3A%2F%2Fa.b%2F%3Fc%3D1", None) == "https://a.b/?c=1"
    plain = "https://a.b/%2F"
    assert DECODE[EncodedUrl](plain, None) == plain  # not encoded, so not decoded


@pytest.mark.parametrize("value", [None, ""])
def test_an_optional_value_can_be_missing(value: object) -> None:
    assert or_none(DECODE[EpochSeconds], value, None) is None
    assert or_none(DECODE[EpochSeconds], "1609329600", None) == NOON
