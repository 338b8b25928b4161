"""The official SDK and ours put the same on the wire."""

from .intents import ask, intents
from .official import METHODS, Step, official
from .recorder import APP, TOKEN, Recorder
from .specs import SPECS

# Each call as the official SDK's plain and as its asynchronous method makes it.
ASKED = [intent for name in METHODS for intent in (intents(name) * 2)[:2]]


def test_every_call_is_compared() -> None:
    assert METHODS.keys() == SPECS.keys() - {TOKEN}
    assert len(set(METHODS.values())) == 37


async def test_both_put_the_same_on_the_wire_for_all_calls() -> None:
    async with Recorder() as server:
        steps = [Step(*intent, asynchronous=bool(n % 2)) for n, intent in enumerate(ASKED)]
        results = await official(server.url, APP, steps)
        theirs = list(server.requests)
        server.requests.clear()
        async with server.client() as feishu:
            for intent in ASKED:
                await ask(feishu, intent)
    assert [result["code"] for result in results] == [0] * len(ASKED)
    for intent, our, their in zip(ASKED, server.requests, theirs, strict=True):
        if intent.name == "chats.create":
            # The official SDK writes a boolean as Python does. The page has "true" and "false".
            assert their.query["set_bot_manager"] == "True"
            their.query["set_bot_manager"] = "true"
        assert our == their
