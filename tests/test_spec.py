"""The official pages, machine-readable: each documented fact against the code."""

import json
import re
from types import NoneType
from typing import Any
from urllib.parse import quote

import pytest

from feishu_chat_async import Limit
from feishu_chat_async._codes import RULES
from feishu_chat_async._converter import structure, to_wire
from feishu_chat_async._endpoint import CHAT
from feishu_chat_async.endpoints import docx_announcement, members
from feishu_chat_async.endpoints.all import ALL

from .specs import RECORDS, SPECS, data_fields, sample, turns

# Where the official SDK is newer than the pages.
NEWER_TOKENS = {"chats.create": {"user_access_token"}}


def test_every_endpoint_has_a_spec_and_every_spec_an_endpoint() -> None:
    assert set(RECORDS.values()) == set(ALL)
    assert len(SPECS) == 37 + 1  # the group family, and the token


@pytest.mark.parametrize("name", SPECS)
def test_method_and_path(name: str) -> None:
    spec, record = SPECS[name], RECORDS[name]
    assert record.method == spec["method"]
    assert record.path == spec["path"]


@pytest.mark.parametrize("name", SPECS)
def test_rate_limits(name: str) -> None:
    documented = SPECS[name].get("rate_limit") or {"per_second": 50, "per_minute": 1000}
    limits = [Limit(documented["per_second"], 1)]
    if "per_minute" in documented:
        limits.append(Limit(documented["per_minute"], 60))
    assert RECORDS[name].limits == tuple(limits)
    narrower = {scope.limits for scope in RECORDS[name].scopes if scope.limits}
    per_chat = documented.get("per_second_per_chat")
    assert narrower == ({(Limit(per_chat, 1),)} if per_chat else set())


def test_all_edits_of_an_announcement_share_its_limit() -> None:
    edits = [record for record in ALL if docx_announcement.EDITS in record.scopes]
    assert {record.method for record in edits} == {"POST", "PATCH", "DELETE"}


@pytest.mark.parametrize("name", SPECS)
def test_code_232019_closes_the_gate_of_the_chat(name: str) -> None:
    codes = {error["code"] for error in SPECS[name]["errors"]}
    if codes & {232019, 232073} and ":chat_id" in SPECS[name]["path"]:
        assert CHAT in RECORDS[name].scopes


def test_members_are_changed_one_after_the_other() -> None:
    one_by_one = {r for r in ALL if any(scope.one_at_a_time for scope in r.scopes)}
    assert one_by_one == {members.ADD, members.REMOVE}


@pytest.mark.parametrize("name", SPECS)
def test_accepted_tokens(name: str) -> None:
    kinds = {f"{kind}_access_token" for kind in RECORDS[name].tokens if kind != "none"}
    assert kinds == set(SPECS[name].get("tokens", [])) | NEWER_TOKENS.get(name, set())


@pytest.mark.parametrize("name", SPECS)
def test_idempotency_keys(name: str) -> None:
    documented = {field["name"] for field in SPECS[name].get("query", [])}
    key = RECORDS[name].key
    assert {"uuid", "client_token"} & documented == ({key.name} if key else set())
    assert key is None or key.place == "query"


@pytest.mark.parametrize("name", SPECS)
def test_every_documented_error_code_has_advice(name: str) -> None:
    for error in SPECS[name]["errors"]:
        assert RULES[error["code"]].hint


@pytest.mark.parametrize("name", SPECS)
def test_every_documented_response_field_and_value_is_in_the_model(name: str) -> None:
    fields = data_fields(SPECS[name])
    for turn in turns(fields):
        assert_kept(sample(fields, turn), RECORDS[name].returns)


@pytest.mark.parametrize("name", SPECS)
def test_the_documented_example_decodes_and_nothing_is_lost(name: str) -> None:
    example = SPECS[name]["response_example"]
    ignored = {"code", "msg", "data", *FOREIGN.get(name, ())}
    data = example.get("data") or example
    assert_kept({k: v for k, v in data.items() if k not in ignored}, RECORDS[name].returns)


# The page of this endpoint shows the answer of another one.
FOREIGN = {"docx_announcement.get_block": {"has_more"}}

# What the pages use and do not document: in an example, and in the middle of an enumeration.
KNOWN_TO_BE_UNKNOWN = ("all members",)


def assert_kept(wire: dict[str, Any], returns: type[object]) -> None:
    """Decode, encode, and find all of it again; none of it in a value of an unknown kind."""
    if returns is NoneType:
        assert not wire
        return
    decoded = structure(wire, returns)
    shown = re.sub(rf"UNKNOWN: '({'|'.join(KNOWN_TO_BE_UNKNOWN)})'", "", repr(decoded))
    assert not re.search("UNKNOWN|Unknown", shown)
    again = json.loads(json.dumps(decoded, default=to_wire))
    assert normal(again) == normal(wire)


def normal(value: Any, name: str = "") -> Any:
    """Undo the documented conversions, and leave out what says nothing."""
    if isinstance(value, dict):
        inner = {key: normal(item, key) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item not in (None, [])}
    if isinstance(value, list):
        return [normal(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    if name == "url" and "://" in value:
        return quote(value, safe="")
    return str(value) if isinstance(value, int | float) and value is not True else value
