"""Messages are pinned, unpinned and listed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feishu_chat_async import FeishuChat, SenderIdType
from feishu_chat_async.endpoints import pins
from feishu_chat_async.testing import FakeFeishu

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


async def test_a_message_is_pinned_listed_and_unpinned(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    pin = await feishu.pins.create(fake.message_id)
    assert fake.requests[-1].endpoint == pins.CREATE.name
    assert fake.requests[-1].body == {"message_id": fake.message_id}
    assert (pin.message_id, pin.chat_id) == (fake.message_id, fake.chat_id)
    assert (pin.operator_id, pin.operator_id_type) == (fake.app_id, SenderIdType.APP_ID)
    assert await feishu.pins.create(fake.message_id) == pin
    page = await feishu.pins.list(fake.chat_id, start_time=NOON, end_time=NOON.replace(year=2124))
    request = fake.requests[-1]
    assert request.endpoint == pins.LIST.name
    assert request.query == {
        "chat_id": fake.chat_id,
        "start_time": "1704110400000",
        "end_time": "4859784000000",
        "page_size": "20",
    }
    assert page.items == (pin,) and not page.has_more
    await feishu.pins.delete(fake.message_id)
    assert fake.requests[-1].endpoint == pins.DELETE.name
    await feishu.pins.delete(fake.message_id)
    assert (await feishu.pins.list(fake.chat_id)).items == ()


async def test_the_latest_pin_comes_first_over_all_pages(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    ids = [
        fake.message_id,
        fake.add_message(fake.chat_id).message_id,
        fake.add_message(fake.chat_id).message_id,
    ]
    for message_id in ids:
        await feishu.pins.create(message_id)
    every = feishu.pins.iter(fake.chat_id, page_size=1)
    assert [pin.message_id async for pin in every] == ids[::-1]


ODD: Any = datetime(2024, 1, 1)  # noqa: DTZ001 - it has no time zone


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda p: p.create(""), ValueError, "message_id must have at least 1"),
        (lambda p: p.delete(""), ValueError, "message_id must be an id"),
        (lambda p: p.list(""), ValueError, "chat_id must have at least 1"),
        (lambda p: p.list("oc_1", page_size=51), ValueError, "page_size must .* at most 50"),
        (lambda p: p.list("oc_1", start_time=ODD), TypeError, "start_time must be a datetime with"),
        (
            lambda p: p.list("oc_1", start_time=NOON, end_time=NOON - MICROSECOND),
            ValueError,
            "start_time must not be after end_time",
        ),
        (
            lambda p: p.list("oc_1", start_time=NOON, end_time=NOON + MICROSECOND),
            ValueError,
            "start_time must be at least a millisecond before end_time",
        ),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        await call(feishu.pins)
    assert not fake.requests


def test_invalid_arguments_are_refused_when_an_iterator_is_created(feishu: FeishuChat) -> None:
    with pytest.raises(ValueError, match="page_size must be"):
        feishu.pins.iter("oc_1", page_size=0)
