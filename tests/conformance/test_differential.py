"""The official SDK and ours put the same on the wire."""

from tests.support.intents import ask, intents
from tests.support.official import METHODS, Step, official
from tests.support.recorder import APP, TOKEN, Recorder
from tests.support.sent_contents import SAID, unfolded
from tests.support.specs import SPECS

# The official SDK writes a boolean as Python does. The pages have "true" and "false".
BOOLEANS = {
    "chats.create": "set_bot_manager",
    "messages.get": "with_sender_name",
    "messages.list": "with_sender_name",
}


def test_every_call_is_compared() -> None:
    assert METHODS.keys() == SPECS.keys() - {TOKEN}
    assert len(set(METHODS.values())) == 57


async def test_both_put_the_same_on_the_wire_for_all_calls() -> None:
    # As the official SDK's plain and as its asynchronous method makes them; with all contents.
    asked = [
        intent
        for name in METHODS
        for intent in (intents(name) if name in SAID else (intents(name) * 2)[:2])
    ]
    async with Recorder() as server:
        steps = [Step(*intent, asynchronous=bool(n % 2)) for n, intent in enumerate(asked)]
        results = await official(server.url, APP, steps)
        theirs = list(server.requests)
        server.requests.clear()
        async with server.client() as feishu:
            for intent in asked:
                await ask(feishu, intent)
    assert [result["code"] for result in results] == [0] * len(asked)
    for intent, our, their in zip(asked, server.requests, theirs, strict=True):
        if intent.name in BOOLEANS:
            assert their.query[BOOLEANS[intent.name]] == "True"
            their.query[BOOLEANS[intent.name]] = "true"
        assert unfolded(our.body) == unfolded(their.body)
        assert our._replace(body=None) == their._replace(body=None)
