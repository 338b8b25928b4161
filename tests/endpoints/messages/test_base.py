"""All calls that send to one chat share a bucket, no matter which of its ids they name."""

from collections.abc import Mapping
from typing import Any

from feishu_chat_async import Message
from feishu_chat_async._core.recipients import RECIPIENT, Recipients
from feishu_chat_async.endpoints.messages.base import MessageGroup
from feishu_chat_async.endpoints.messages.records import CREATE, REPLY


class Calls:
    """Records calls, and returns one message for all of them."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.buckets: list[str] = []
        self.arguments: list[dict[str, Any]] = []

    async def __call__(
        self, endpoint: Any, /, *, bucket_params: Mapping[str, str], **arguments: Any
    ) -> Any:
        self.buckets.append(bucket_params[RECIPIENT.param])
        self.arguments.append({"endpoint": endpoint, **arguments})
        return self.message


async def test_a_user_a_chat_and_its_messages_share_a_bucket_once_they_are_known() -> None:
    sent = Message(message_id="om_1", chat_id="oc_1", thread_id="omt_1")
    calls: Any = Calls(sent)
    group = MessageGroup(calls, Recipients())
    assert await group._send(CREATE, "ou_1", query={"a": "b"}, body={"c": "d"}) is sent
    for recipient_id in ("oc_1", "om_1", "omt_1", "ou_1"):
        await group._send(REPLY, recipient_id, path={"message_id": "om_1"}, body={})
    assert len(set(calls.buckets)) == 1
    assert calls.arguments[0] == {
        "endpoint": CREATE,
        "path": {},
        "query": {"a": "b"},
        "body": {"c": "d"},
    }


async def test_groups_of_one_client_share_what_they_know_about_recipients() -> None:
    calls: Any = Calls(Message(message_id="om_1", chat_id="oc_1"))
    recipients = Recipients()
    await MessageGroup(calls, recipients)._send(CREATE, "ou_1", body={})
    await MessageGroup(calls, recipients)._send(REPLY, "om_1", body={})
    await MessageGroup(calls, Recipients())._send(REPLY, "om_1", body={})
    known, same, unknown = calls.buckets
    assert known == same != unknown
