"""The code agrees with each documented fact of the official pages."""

import json
import re
from types import NoneType
from typing import Any
from urllib.parse import quote

import pytest

from feishu_chat_async import (
    CardContentType,
    Limit,
    MessageType,
    RateLimitError,
    SenderIdType,
    SenderType,
    contents,
)
from feishu_chat_async._core.recipients import RECIPIENT
from feishu_chat_async._protocol.codes import RULES, rule_of
from feishu_chat_async._protocol.converter import structure, to_wire
from feishu_chat_async._protocol.endpoint import CHAT
from feishu_chat_async.endpoints import docx_announcement, members
from feishu_chat_async.endpoints.all import ALL
from feishu_chat_async.endpoints.messages import records as messages
from tests.support.sent_contents import SENT_CONTENTS
from tests.support.specs import RECORDS, SPECS, data_fields, sample, sample_turns

# Tokens and fields that the official SDK knows and the pages do not.
_NEWER_TOKENS = """
    chats.create messages.forward messages.forward_thread messages.read_users messages.resource
"""
NEWER_TOKENS = {name: {"user_access_token"} for name in _NEWER_TOKENS.split()}
NEWER_RESPONSE: dict[str, Any] = {
    "message_app_link": "https://applink.feishu.cn/client/chat/open",
    "message_position": 7,
    "thread_message_position": 7,
    "sender": {"id": "cli_1", "sender_name": "A bot", "open_bot_id": "ou_1"},
}
"""Fields of messages."""

# Limits that pages state only in their text: calls per second with one message.
PER_MESSAGE = {"messages.patch": 5, "pins.create": 5, "pins.delete": 5}

JSON_ANSWERS = [name for name in SPECS if not RECORDS[name].streamed]


def test_every_endpoint_has_a_spec_and_every_spec_an_endpoint() -> None:
    assert set(RECORDS.values()) == set(ALL)
    # The group family; messages, pins and reactions; and the token.
    assert len(SPECS) == 37 + 20 + 1


@pytest.mark.parametrize("name", SPECS)
def test_method_and_path_are_as_documented(name: str) -> None:
    spec, record = SPECS[name], RECORDS[name]
    assert record.method == spec["method"]
    assert record.path == spec["path"]


@pytest.mark.parametrize("name", SPECS)
def test_rate_limits_are_as_documented(name: str) -> None:
    documented = SPECS[name].get("rate_limit") or {"per_second": 50, "per_minute": 1000}
    limits = [Limit(documented["per_second"], 1)]
    if "per_minute" in documented:
        limits.append(Limit(documented["per_minute"], 60))
    assert RECORDS[name].limits == tuple(limits)
    narrower = {
        (narrow.param, narrow.limits) for narrow in RECORDS[name].narrow_limits if narrow.limits
    }
    per_second = {
        "chat_id": documented.get("per_second_per_chat"),
        "recipient": documented.get("per_second_per_receiver"),
        "message_id": PER_MESSAGE.get(name),
    }
    assert narrower == {(param, (Limit(n, 1),)) for param, n in per_second.items() if n}


def test_all_calls_that_send_share_the_limit_of_the_recipient() -> None:
    sending = {name for name, record in RECORDS.items() if RECIPIENT in record.narrow_limits}
    forwards = {"messages.forward", "messages.forward_thread", "messages.merge_forward"}
    assert sending == {"messages.create", "messages.reply", *forwards}


def test_all_edits_of_an_announcement_share_its_limit() -> None:
    edits = [record for record in ALL if docx_announcement.EDITS in record.narrow_limits]
    assert {record.method for record in edits} == {"POST", "PATCH", "DELETE"}


@pytest.mark.parametrize("name", SPECS)
def test_code_232019_closes_the_gate_of_the_chat(name: str) -> None:
    codes = {error["code"] for error in SPECS[name]["errors"]}
    if codes & {232019, 232073} and ":chat_id" in SPECS[name]["path"]:
        assert CHAT in RECORDS[name].narrow_limits


OF_MESSAGES = [name for name in SPECS if name.startswith(("messages.", "pins.", "reactions."))]

# The app reads pins too often, of any chats: this closes the endpoint's own gate.
OF_THE_ENDPOINT = {230048}


@pytest.mark.parametrize("name", OF_MESSAGES)
def test_a_documented_message_limit_closes_the_gate_of_its_narrow_limit(name: str) -> None:
    record = RECORDS[name]
    rules = {row["code"]: rule_of(record.name, row["code"]) for row in SPECS[name]["errors"]}
    limits = {code for code, rule in rules.items() if rule and rule.error is RateLimitError}
    assert limits - OF_THE_ENDPOINT == {
        code for narrow in record.narrow_limits for code in narrow.codes
    }


def test_members_are_changed_one_at_a_time() -> None:
    one_at_a_time = {r for r in ALL if any(narrow.one_at_a_time for narrow in r.narrow_limits)}
    assert one_at_a_time == {members.ADD, members.REMOVE}


@pytest.mark.parametrize("name", SPECS)
def test_accepted_tokens_are_as_documented(name: str) -> None:
    kinds = {f"{kind}_access_token" for kind in RECORDS[name].tokens if kind != "none"}
    assert kinds == set(SPECS[name].get("tokens", [])) | NEWER_TOKENS.get(name, set())


@pytest.mark.parametrize("name", SPECS)
def test_idempotency_keys_are_as_documented(name: str) -> None:
    documented = {
        (place, field["name"])
        for place in ("query", "body")
        for field in SPECS[name].get(place, [])
        if field["name"] in {"uuid", "client_token"}
    }
    key = RECORDS[name].key
    assert documented == ({(key.place, key.name)} if key else set())
    assert key is None or name not in OF_MESSAGES or key.valid_for_s == 3600


@pytest.mark.parametrize("name", SPECS)
def test_every_documented_error_code_has_advice(name: str) -> None:
    for error in SPECS[name]["errors"]:
        rule = rule_of(RECORDS[name].name, error["code"])
        assert rule and rule.hint


# Codes for which the pages have different texts with the same meaning.
REWORDED = {230019, 230035, 230054, 230064, 230065, 230066}


def test_a_code_with_a_special_meaning_at_one_endpoint_has_special_advice() -> None:
    texts: dict[int, dict[str, set[str]]] = {}
    for name in SPECS:
        for row in SPECS[name]["errors"]:
            texts.setdefault(row["code"], {}).setdefault(row["msg"], set()).add(name)
    several = {
        code: by_text
        for code, by_text in texts.items()
        if 230000 <= code < 232000 and len(by_text) > 1 and code not in REWORDED
    }
    assert sorted(several) == [230002, 230006, *range(230071, 230076)]
    for code, by_text in several.items():
        hints = [{rule_of(RECORDS[name].name, code) for name in by_text[text]} for text in by_text]
        assert all(len(same) == 1 for same in hints)
        assert len(set.union(*hints)) == len(hints)
        assert RULES[code] in set.union(*hints)


@pytest.mark.parametrize("name", JSON_ANSWERS)
def test_every_documented_response_field_and_value_is_in_the_model(name: str) -> None:
    fields = data_fields(SPECS[name])
    for turn in sample_turns(fields):
        assert_kept(sample(fields, turn), RECORDS[name].returns)


def test_fields_known_only_to_the_official_sdk_are_in_the_model() -> None:
    assert_kept({"message_id": "om_1", **NEWER_RESPONSE}, messages.CREATE.returns)


# Values that the pages list only in their text. Messages that are received can be of more types
# than can be sent.
_RECEIVED = """
    folder hongbao share_calendar_event calendar general_calendar location video_chat todo vote
    merge_forward
"""
IN_TEXT = {
    MessageType: {
        *_RECEIVED.split(),
        *(fields["msg_type"] for fields in SENT_CONTENTS["messages.create"]),
    },
    SenderType: {"user", "app", "anonymous", "unknown"},
    SenderIdType: {"open_id", "union_id", "user_id", "app_id"},
    CardContentType: {"user_card_content"},
}


def test_values_listed_in_the_text_of_the_pages_are_members() -> None:
    assert {cls: {member.value for member in cls} for cls in IN_TEXT} == IN_TEXT


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": None}, None])
def test_a_recalled_message_has_no_content(body: Any) -> None:
    wire = {"message_id": "om_1", "msg_type": "text", "deleted": True, "body": body}
    found = structure({"items": [wire]}, messages.GET.returns).message
    assert found.deleted
    assert found.content == contents.UnknownContent(msg_type="text", text="")


@pytest.mark.parametrize("name", JSON_ANSWERS)
def test_the_documented_example_is_decoded_without_loss(name: str) -> None:
    example = SPECS[name]["response_example"]
    ignored = {"code", "msg", "data", *FOREIGN.get(name, ())}
    data = example.get("data") or example
    assert_kept({k: v for k, v in data.items() if k not in ignored}, RECORDS[name].returns)


# The page of this endpoint shows the answer to another one.
FOREIGN = {"docx_announcement.get_block": {"has_more"}}

# Values that the pages use and do not document: in an example, and inside an enumeration.
UNDOCUMENTED = ("all members",)


def assert_kept(wire: dict[str, Any], returns: type[object]) -> None:
    """Check that decoding and encoding loses nothing, and that every type and value is known."""
    if returns is NoneType:
        assert not wire
        return
    decoded = structure(wire, returns)
    shown = re.sub(rf"UNKNOWN: '({'|'.join(UNDOCUMENTED)})'", "", repr(decoded))
    assert not re.search("UNKNOWN|Unknown", shown)
    again = json.loads(json.dumps(decoded, default=to_wire))
    assert normalized(again) == normalized(wire)


def normalized(value: Any, name: str = "") -> Any:
    """Undo the documented conversions, and remove empty values."""
    if isinstance(value, dict):
        inner = {key: normalized(item, key) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item not in (None, [])}
    if isinstance(value, list):
        return [normalized(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    if name == "url" and "://" in value:
        return quote(value, safe="")
    return str(value) if isinstance(value, int | float) and value is not True else value
