"""The official pages, machine-readable: each documented fact against the code."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from feishu_chat_async import Announcement, FeishuChat, Limit, TopNotice, TopNoticeType, UserIdType
from feishu_chat_async._codes import RULES
from feishu_chat_async._converter import structure, to_wire
from feishu_chat_async._endpoint import Endpoint
from feishu_chat_async.endpoints import ALL, announcement, auth, top_notice
from feishu_chat_async.enums import EditorIdType
from feishu_chat_async.models.auth import IssuedToken
from feishu_chat_async.testing import FakeFeishu

SPECS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in (Path(__file__).parent / "spec").glob("*.json")
}
RECORDS: dict[str, Endpoint[object]] = {
    "put_top_notice": top_notice.PUT,
    "delete_top_notice": top_notice.DELETE,
    "get_announcement": announcement.GET,
    "patch_announcement": announcement.PATCH,
    "tenant_access_token_internal": auth.TENANT_TOKEN,
}


def test_every_endpoint_has_a_spec_and_every_spec_an_endpoint() -> None:
    assert set(RECORDS) == set(SPECS)
    assert set(RECORDS.values()) == set(ALL)


@pytest.mark.parametrize("name", SPECS)
def test_method_path_and_rate_limit(name: str) -> None:
    spec, record = SPECS[name], RECORDS[name]
    assert record.method == spec["method"]
    assert record.path == spec["path"]
    if limit := spec.get("rate_limit"):
        assert record.limits == (Limit(limit["per_second"], 1), Limit(limit["per_minute"], 60))


@pytest.mark.parametrize("name", SPECS)
def test_accepted_tokens(name: str) -> None:
    kinds = {f"{kind}_access_token" for kind in RECORDS[name].tokens if kind != "none"}
    assert kinds == set(SPECS[name].get("tokens", []))


@pytest.mark.parametrize("name", SPECS)
def test_every_documented_error_code_has_advice(name: str) -> None:
    for error in SPECS[name]["errors"]:
        assert RULES[error["code"]].hint


def data_fields(spec: dict[str, Any]) -> set[str]:
    fields = {field["name"]: field for field in spec["response"]}
    if "data" in fields:
        return {field["name"] for field in fields["data"].get("fields", [])}
    return set(fields) - {"code", "msg"}


@pytest.mark.parametrize("name", SPECS)
def test_every_documented_response_field_is_in_the_model(name: str) -> None:
    returns = RECORDS[name].returns
    known = {field.name for field in attrs.fields(returns)} if attrs.has(returns) else set()
    assert known == data_fields(SPECS[name])


def documented_form(value: object) -> object:
    """Undo the documented conversions: times are seconds in a string, enumerations strings."""
    if isinstance(value, datetime):
        return str(int(value.timestamp()))
    return value


def test_the_announcement_example_decodes_and_nothing_is_lost() -> None:
    example = SPECS["get_announcement"]["response_example"]["data"]
    decoded = structure(example, Announcement)
    wire = to_wire(decoded)
    assert isinstance(wire, dict)
    assert {name: documented_form(value) for name, value in wire.items()} == example


def test_the_token_example_decodes() -> None:
    example = SPECS["tenant_access_token_internal"]["response_example"]
    issued = structure(example, IssuedToken)
    assert (issued.tenant_access_token, issued.expire) == (
        example["tenant_access_token"],
        example["expire"],
    )


@pytest.mark.parametrize("name", ["put_top_notice", "delete_top_notice", "patch_announcement"])
def test_the_examples_without_data_decode(name: str) -> None:
    data = SPECS[name]["response_example"]["data"]
    assert structure(data, RECORDS[name].returns) is None


def enum_of(field: dict[str, Any]) -> set[str]:
    return set(field["enum"])


def test_enumerations_hold_exactly_the_documented_values() -> None:
    get, put = SPECS["get_announcement"], SPECS["put_top_notice"]
    data = next(field for field in get["response"] if field["name"] == "data")["fields"]
    for field in data:
        if "enum" in field:
            assert enum_of(field) == set(EditorIdType)
    assert enum_of(get["query"][0]) == set(UserIdType)
    assert get["query"][0]["default"] == UserIdType.OPEN_ID
    action = put["body"][0]["fields"][0]
    assert enum_of(action) == set(TopNoticeType)
    assert action["default"] == TopNotice().action_type


async def test_every_documented_request_field_arrives_under_its_name(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    await feishu.top_notice.put(
        fake.chat_id,
        TopNotice(action_type=TopNoticeType.ANNOUNCEMENT, message_id=fake.message_id),
    )
    await feishu.announcement.get(fake.chat_id, user_id_type=UserIdType.UNION_ID)
    operation = SPECS["patch_announcement"]["body_example"]["requests"][0]
    await feishu.announcement.patch(fake.chat_id, revision="0", requests=[operation])

    token, put, get, patch = fake.requests
    for recorded, name in (
        (token, "tenant_access_token_internal"),
        (put, "put_top_notice"),
        (patch, "patch_announcement"),
    ):
        assert isinstance(recorded.body, dict)
        assert set(recorded.body) == {field["name"] for field in SPECS[name]["body"]}
        assert recorded.headers["Content-Type"] == "application/json; charset=utf-8"
    assert isinstance(put.body, dict)
    assert set(put.body["chat_top_notice"][0]) == {"action_type", "message_id"}
    assert set(get.query) == {field["name"] for field in SPECS["get_announcement"]["query"]}
    assert get.body is None
    assert "Content-Type" not in get.headers


async def test_the_documented_examples_are_sent_as_documented(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    example = SPECS["put_top_notice"]["body_example"]
    (item,) = example["chat_top_notice"]
    notice = TopNotice(action_type=item["action_type"], message_id=item["message_id"])
    await feishu.top_notice.put(fake.chat_id, notice)
    assert fake.requests[-1].body == example

    example = SPECS["patch_announcement"]["body_example"]
    fake.chats[fake.chat_id].announcement.revision = int(example["revision"])
    await feishu.announcement.patch(fake.chat_id, **example)
    assert fake.requests[-1].body == example
    text = (await feishu.announcement.get(fake.chat_id)).content
    assert "Docs API Sample Content" in text
