"""Messages arrive once, and no faster than their recipients may get them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from feishu_chat_async import (
    DEFAULT_LIMITS,
    ConnectionFailedError,
    FeishuChat,
    FeishuError,
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
)
from feishu_chat_async.contents import Card
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Reject, ResetAfter
from feishu_chat_async.testing.limits import SlidingWindow
from tests.conftest import client
from tests.support.virtual import run_virtual

TEN = RetryPolicy(attempts=10, base_delay_s=0.001, max_delay_s=0.002)
MESSAGES = "im/v1/messages"
CARD = Card({"config": {"update_multi": True}, "elements": []})


async def create(feishu: FeishuChat, fake: FakeFeishu, **options: Any) -> str:
    return (await feishu.messages.create(fake.chat_id, "once", **options)).message_id


async def reply(feishu: FeishuChat, fake: FakeFeishu, **options: Any) -> str:
    return (await feishu.messages.reply(fake.message_id, "once", **options)).message_id


async def forward(feishu: FeishuChat, fake: FakeFeishu, **options: Any) -> str:
    return (await feishu.messages.forward(fake.message_id, fake.chat_id, **options)).message_id


async def merge_forward(feishu: FeishuChat, fake: FakeFeishu, **options: Any) -> str:
    ids = [fake.message_id]
    merged = await feishu.messages.merge_forward(ids, fake.chat_id, **options)
    return merged.message.message_id


async def forward_thread(feishu: FeishuChat, fake: FakeFeishu, **options: Any) -> str:
    thread_id = fake.messages[fake.message_id].thread_id
    forwarded = await feishu.messages.forward_thread(thread_id, fake.chat_id, **options)
    return forwarded.message_id


SENDS = [create, reply, forward, merge_forward, forward_thread]
Send = Callable[..., Awaitable[str]]


@pytest.mark.parametrize("send", SENDS)
async def test_ten_lost_responses_leave_one_message(fake: FakeFeishu, send: Send) -> None:
    async with client(fake, retry=TEN) as feishu:
        await feishu.messages.reply(fake.message_id, "a thread", reply_in_thread=True)
        before = set(fake.messages)
        first_of_these = len(fake.requests)
        fake.inject(ResetAfter(), times=10, where="POST")
        with pytest.raises(ConnectionFailedError) as caught:
            await send(feishu, fake)
        assert caught.value.outcome_unknown
        attempts = list(fake.requests)[first_of_these:]
        assert len(attempts) == 10
        keys = {str((one.query | dict(one.body or {}))["uuid"]) for one in attempts}  # type: ignore[call-overload]
        assert len(keys) == 1
        top = {one for one in set(fake.messages) - before if not _is_inside(fake, one)}
        assert len(top) == 1
        again = await send(feishu, fake, uuid=keys.pop())  # a caller with the same key finds it
        assert {again} == top
        assert await send(feishu, fake) not in top


def _is_inside(fake: FakeFeishu, message_id: str) -> bool:
    return bool(fake.messages[message_id].upper_message_id)


async def test_one_lost_response_leaves_one_message(fake: FakeFeishu) -> None:
    async with client(fake) as feishu:
        before = set(fake.messages)
        fake.inject(ResetAfter(), where=MESSAGES)
        assert {await create(feishu, fake)} == set(fake.messages) - before


async def send_while_limited(
    fake: FakeFeishu, *, lost: bool
) -> tuple[FeishuError | None, list[float]]:
    """Send a message while Feishu rejects everything for 75 minutes."""
    patient = RetryPolicy(attempts=100, base_delay_s=0.001, max_delay_s=0.002)
    async with client(fake, retry=patient, timeout_s=None, limits=DEFAULT_LIMITS) as feishu:
        if lost:
            fake.inject(ResetAfter(), where=MESSAGES)
        fake.inject(Reject(reset_s=300), times=15, where=MESSAGES)
        began_at = asyncio.get_running_loop().time()
        raised = None
        try:
            await create(feishu, fake)
        except FeishuError as error:
            raised = error
        sends = [request for request in fake.requests if MESSAGES in request.path]
        return raised, [request.at_s - began_at for request in sends]


@pytest.mark.parametrize("lost", [True, False])
def test_a_message_that_may_have_arrived_is_retried_only_within_the_hour(lost: bool) -> None:  # noqa: FBT001
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake:
            before = set(fake.messages)
            failed, times = await send_while_limited(fake, lost=lost)
            assert len(set(fake.messages) - before) == 1
            if lost:
                assert isinstance(failed, RateLimitError | RequestTimeoutError)
                assert failed.outcome_unknown
                assert 3000 < times[-1] < 3600 - 60
            else:  # certainly nothing has arrived, so there is no time limit
                assert failed is None
                assert times[-1] > 3600

    run_virtual(main())


# --- 5 a second for each recipient ----------------------------------------------------------


def in_virtual_time(
    scenario: Callable[[FakeFeishu, FeishuChat], Coroutine[Any, Any, None]], **options: Any
) -> None:
    """Run with strict limits on both sides."""

    async def main() -> None:
        async with FakeFeishu(counter=SlidingWindow, **options) as fake:
            async with client(fake, limits=DEFAULT_LIMITS) as feishu:
                await scenario(fake, feishu)

    run_virtual(main())


def now() -> float:
    return asyncio.get_running_loop().time()


def sent_to(fake: FakeFeishu) -> dict[str, list[float]]:
    """Return when messages were sent to each chat, by the fake's record."""
    times: dict[str, list[float]] = {}
    for request in fake.requests:
        if isinstance(request.body, dict) and "receive_id" in request.body:
            times.setdefault(str(request.body["receive_id"]), []).append(request.at_s)
    return times


def peak_per_second(times: list[float]) -> int:
    return max(sum(begin <= at < begin + 1 for at in times) for begin in times)


def rejected(fake: FakeFeishu) -> int:
    return sum(request.code not in {0, None} for request in fake.requests)


@pytest.mark.parametrize("jitter_s", [0.0, 0.05, 0.3])
def test_three_busy_chats_do_not_delay_a_fourth(jitter_s: float) -> None:
    async def scenario(fake: FakeFeishu, feishu: FeishuChat) -> None:
        busy = [fake.add_chat().chat_id for _ in range(3)]
        fourth = fake.add_chat().chat_id
        await feishu.chats.get(fourth)  # fetches the token
        began_at = now()
        sending = [
            asyncio.create_task(feishu.messages.create(busy[number % 3], str(number)))
            for number in range(300)
        ]
        await asyncio.sleep(2)
        sent_at = now()
        await feishu.messages.create(fourth, "hello")
        assert now() - sent_at <= jitter_s + 0.1
        await asyncio.gather(*sending)
        assert rejected(fake) == 0
        assert {len(fake.chats[chat_id].messages) for chat_id in busy} == {100}
        assert now() - began_at < 100 / 5 * (1 + jitter_s) + 2
        if not jitter_s:  # otherwise the network makes them arrive together
            assert max(peak_per_second(times) for times in sent_to(fake).values()) == 5

    in_virtual_time(scenario, jitter_s=jitter_s)


def test_230020_closes_the_gate_of_one_recipient() -> None:
    async def scenario(fake: FakeFeishu, feishu: FeishuChat) -> None:
        one, other = (fake.add_chat().chat_id for _ in range(2))
        await feishu.chats.get(one)
        fake.inject(Fail(230020), where=MESSAGES)
        began_at = now()
        first = asyncio.create_task(feishu.messages.create(one, "too many"))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(feishu.messages.create(one, "after it"))
        await feishu.messages.create(other, "not delayed")
        await feishu.messages.reply(fake.message_id, "nor this")
        assert now() - began_at < 0.3
        await first
        assert now() - began_at >= 1
        await second
        assert [one.content for one in fake.messages.values()][-1] == '{"text":"after it"}'

    in_virtual_time(scenario)


def test_all_calls_that_send_to_a_chat_share_its_limit() -> None:
    async def scenario(fake: FakeFeishu, feishu: FeishuChat) -> None:
        chat_id = fake.chat_id
        first = await feishu.messages.create(chat_id, "in a thread")
        inside = await feishu.messages.reply(first.message_id, "x", reply_in_thread=True)
        assert inside.thread_id is not None
        other = await feishu.messages.create(fake.add_chat().chat_id, "from another chat")
        user = feishu.as_user(fake.add_user().access_token)
        user_message = fake.add_message(chat_id).message_id
        fake.chats[chat_id].members |= set(fake.apps)
        for grant in fake.users.values():
            fake.chats[chat_id].members.add(grant.open_id)
        await feishu.messages.get(fake.message_id)
        began_at = now()
        async with asyncio.TaskGroup() as group:
            for number in range(5):
                for job in (
                    feishu.messages.create(chat_id, str(number)),
                    feishu.messages.reply(first.message_id, str(number)),
                    feishu.messages.reply(fake.message_id, str(number)),  # was read
                    feishu.messages.reply(user_message, str(number), chat_id=chat_id),
                    feishu.messages.forward(other.message_id, chat_id),
                    feishu.messages.forward(other.message_id, inside.thread_id),
                    feishu.messages.merge_forward([other.message_id], chat_id),
                    feishu.messages.forward_thread(inside.thread_id, chat_id),
                    user.messages.create(chat_id, str(number)),
                ):
                    group.create_task(job)
        assert rejected(fake) == 0
        assert 8 <= now() - began_at < 11

    in_virtual_time(scenario)


def test_messages_read_from_the_history_are_known() -> None:
    async def scenario(fake: FakeFeishu, feishu: FeishuChat) -> None:
        mine = [fake.add_message(fake.chat_id).message_id for _ in range(20)]
        found = [one.message_id async for one in feishu.messages.iter(fake.chat_id)]
        assert set(mine) <= set(found)
        await asyncio.gather(*(feishu.messages.reply(one, "seen") for one in mine))
        assert rejected(fake) == 0

    in_virtual_time(scenario)


def test_the_ids_of_a_user_share_a_limit_once_they_are_known() -> None:
    async def scenario(fake: FakeFeishu, feishu: FeishuChat) -> None:
        user = fake.add_user()
        user.email = "kim@example.com"
        ids = [user.open_id, user.union_id, user.email]
        for recipient_id in ids:
            chat = (await feishu.messages.create(recipient_id, "hello")).chat_id
        assert chat is not None
        await asyncio.sleep(2)
        began_at = now()
        jobs = [
            feishu.messages.create(recipient_id, str(n))
            for n in range(5)
            for recipient_id in [*ids, chat]
        ]
        await asyncio.gather(*jobs)
        assert rejected(fake) == 0
        assert now() - began_at >= 3

    in_virtual_time(scenario)


def test_messages_between_two_users_share_the_limit_of_their_chat_only() -> None:
    async def scenario(fake: FakeFeishu, feishu: FeishuChat) -> None:
        people = [fake.add_user() for _ in range(4)]
        pairs = [(sender, to) for sender in people for to in people if sender is not to]
        for sender, to in pairs:
            await feishu.as_user(sender.access_token).messages.create(to.open_id, "hello")
            await asyncio.sleep(0.5)
        private = {
            person.open_id: await feishu.messages.create(person.open_id, "hi") for person in people
        }
        await asyncio.sleep(2)
        began_at = now()
        async with asyncio.TaskGroup() as group:
            for number in range(5):
                for sender, to in pairs:  # six chats
                    user = feishu.as_user(sender.access_token)
                    group.create_task(user.messages.create(to.open_id, str(number)))
                for to in people:  # and four
                    chat_id = private[to.open_id].chat_id
                    assert chat_id is not None
                    group.create_task(feishu.messages.create(to.open_id, str(number)))
                    group.create_task(feishu.messages.create(chat_id, str(number)))
        assert rejected(fake) == 0
        assert now() - began_at < 2.5  # 100 in all, 50 a second, 10 for each chat

    in_virtual_time(scenario)


def test_a_card_and_a_pin_can_be_changed_five_times_a_second() -> None:
    async def scenario(fake: FakeFeishu, feishu: FeishuChat) -> None:
        card = await feishu.messages.create(fake.chat_id, CARD)
        began_at = now()
        await asyncio.gather(*(feishu.messages.patch(card.message_id, CARD) for _ in range(16)))
        assert 3 <= now() - began_at < 4
        began_at = now()
        jobs: list[Awaitable[object]] = []
        for _ in range(8):
            jobs += [feishu.pins.create(fake.message_id), feishu.pins.delete(fake.message_id)]
        await asyncio.gather(*jobs)
        assert 3 <= now() - began_at < 4
        assert rejected(fake) == 0

    in_virtual_time(scenario)
