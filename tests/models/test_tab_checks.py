"""Tabs are checked before they are sent."""

from typing import Any

import pytest

from feishu_chat_async import Tab, TabConfig, TabContent, TabType
from feishu_chat_async.models.tab_checks import check_changed_tabs, check_new_tabs

URL = "https://example.com"
ANY: Any = Tab


def with_id(tab_id: str | None, **fields: Any) -> Tab:
    return Tab(tab_id=tab_id, tab_type=TabType.URL, tab_content=TabContent(url=URL), **fields)


def test_valid_tabs_are_returned_unchanged() -> None:
    new = (Tab.url("x" * 60, URL, is_built_in=True), Tab.doc("b", URL), with_id(None)) * 6
    assert check_new_tabs(new) is new
    changed = (Tab.url("a", URL, tab_id="1", icon_key="img"), Tab.doc("b", URL, tab_id="2"))
    assert check_changed_tabs(changed) is changed


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"tab_name": ""}, "tab_name must have at least 1"),
        ({"tab_name": "x" * 61}, "tab_name must have .* at most 60"),
        ({"tab_type": TabType.PIN}, "tab_type must be url or doc"),
        ({"tab_type": TabType("game")}, "tab_type must be one of"),
        ({"tab_type": TabType.DOC}, "tab_content must have a doc"),
        ({"tab_content": None}, "tab_content must have a url"),
        ({"tab_content": TabContent(url="example.com")}, "url must begin with http"),
        ({"tab_config": TabConfig(is_built_in=1)}, "is_built_in must be True or False"),  # type: ignore[arg-type]
    ],
)
def test_invalid_new_or_changed_tabs_are_refused(fields: dict[str, Any], problem: str) -> None:
    right = {"tab_type": TabType.URL, "tab_content": TabContent(url=URL)}
    with pytest.raises((ValueError, TypeError), match=problem):
        check_new_tabs((ANY(**{**right, **fields}),))
    with pytest.raises((ValueError, TypeError), match=problem):
        check_changed_tabs((ANY(**{**right, "tab_id": "1", **fields}),))


def test_only_a_changed_tab_must_have_an_id() -> None:
    with pytest.raises(ValueError, match="tab_id must not be given for a new tab"):
        check_new_tabs((with_id("1"),))
    with pytest.raises(ValueError, match="tab_id must name the tab to change"):
        check_changed_tabs((with_id("1"), with_id("")))


@pytest.mark.parametrize("check", [check_new_tabs, check_changed_tabs])
def test_there_are_1_to_20_tabs(check: Any) -> None:
    with pytest.raises(ValueError, match="tabs must hold at least 1"):
        check(())
    with pytest.raises(ValueError, match=r"tabs must hold .* at most 20"):
        check((with_id(None),) * 21)
