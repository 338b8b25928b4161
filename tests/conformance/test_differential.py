"""The official SDK and ours send the same requests."""

from tests.support.intents import intents, perform
from tests.support.official import METHODS, Step, official
from tests.support.recorder import APP, TOKEN, Recorder
from tests.support.sent_contents import SENT_CONTENTS, parse_nested
from tests.support.specs import SPECS

# Query parameters that the official SDK writes as "True"; the pages have "true" and "false".
BOOLEANS = {
    "chats.create": "set_bot_manager",
    "messages.get": "with_sender_name",
    "messages.list": "with_sender_name",
}


def test_every_call_is_compared() -> None:
    assert METHODS.keys() == SPECS.keys() - {TOKEN}
    assert len(set(METHODS.values())) == 57


async def test_both_clients_send_the_same_requests_for_all_calls() -> None:
    # With the official SDK's synchronous and asynchronous methods in turn, and with all contents.
    calls = [
        intent
        for name in METHODS
        for intent in (intents(name) if name in SENT_CONTENTS else (intents(name) * 2)[:2])
    ]
    async with Recorder() as server:
        steps = [Step(*intent, asynchronous=bool(n % 2)) for n, intent in enumerate(calls)]
        results = await official(server.url, APP, steps)
        theirs = list(server.requests)
        server.requests.clear()
        async with server.client() as feishu:
            for intent in calls:
                await perform(feishu, intent)
    assert [result["code"] for result in results] == [0] * len(calls)
    for intent, our, their in zip(calls, server.requests, theirs, strict=True):
        if intent.name in BOOLEANS:
            assert their.query[BOOLEANS[intent.name]] == "True"
            their.query[BOOLEANS[intent.name]] = "true"
        assert parse_nested(our.body) == parse_nested(their.body)
        assert our._replace(body=None) == their._replace(body=None)
