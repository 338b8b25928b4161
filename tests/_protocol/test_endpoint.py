"""An endpoint record derives its name, its template and whether it writes."""

import math
from types import NoneType
from typing import Any

import attrs
import pytest

from feishu_chat_async import Limit
from feishu_chat_async._protocol.endpoint import LEVEL_4, NO_PARAMS, Endpoint, IdempotencyKey

PATH = "/open-apis/im/v1/chats/:chat_id/menu_tree/:menu_item_id"


def endpoint(method: Any = "GET", **options: Any) -> Endpoint[None]:
    return Endpoint(method=method, path=PATH, returns=NoneType, idempotent=True, **options)


def test_the_name_is_method_and_path() -> None:
    assert endpoint().name == f"GET {PATH}"
    assert endpoint("PATCH").name == f"PATCH {PATH}"


def test_the_template_takes_parameters() -> None:
    template = endpoint().template
    assert template == "/open-apis/im/v1/chats/{chat_id}/menu_tree/{menu_item_id}"
    assert template.format(chat_id="oc_1", menu_item_id="7").endswith("/oc_1/menu_tree/7")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_method_but_get_writes_by_default(method: str) -> None:
    assert endpoint(method).writes
    assert not endpoint(method, writes=False).writes
    assert not endpoint("GET").writes


def test_the_defaults_are_those_of_most_endpoints() -> None:
    plain = endpoint()
    assert plain.limits == LEVEL_4 == (Limit(50, 1.0), Limit(1000, 60.0))
    assert (plain.narrow_limits, plain.key, plain.tokens) == ((), None, ("tenant", "user"))
    assert plain.enveloped and not plain.streamed
    assert IdempotencyKey("body", "uuid").valid_for_s == math.inf
    assert not NO_PARAMS


def test_records_are_frozen_and_equal_only_to_themselves() -> None:
    plain = endpoint()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        plain.path = "/other"  # type: ignore[misc]
    assert plain == plain and plain != endpoint()  # noqa: PLR0124
