"""Wrong arguments are refused before any request, with an error that names the argument."""

from typing import Any

import pytest

from feishu_chat_async import (
    FeishuChat,
    I18nNames,
    MemberIdType,
    MenuItem,
    MenuSecondLevel,
    MenuTopLevel,
    ModerationSetting,
    NewChat,
    RedirectLink,
    Tab,
    TabContent,
    TabType,
    docx,
)
from feishu_chat_async.testing import FakeFeishu

LINK = "https://example.com"


def odd(value: object) -> Any:
    """Return a value of a type that type checkers would not accept."""
    return value


TOP = MenuTopLevel.of(MenuItem.link("Board", LINK))


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda f: f.chats.create({"name": "x"}), "chat must be a NewChat, got dict"),
        (lambda f: f.chats.create(NewChat(), uuid="x" * 51), "uuid must have .* at most 50"),
        (lambda f: f.chats.create(NewChat(), uuid=""), "uuid must have at least 1"),
        (lambda f: f.chats.create(NewChat(), set_bot_manager=1), "set_bot_manager must be True"),
        (lambda f: f.chats.update("oc_1", NewChat()), "update must be a ChatUpdate, got NewChat"),
        (lambda f: f.chats.get(""), "chat_id must be an id"),
        (lambda f: f.chats.list(page_size=0), "page_size must be at least 1 and at most 100"),
        (lambda f: f.chats.list(page_size=True), "page_size must be a whole number, got bool"),
        (lambda f: f.chats.list(sort_type="ByName"), "sort_type must be one of ByCreateTimeAsc"),
        (lambda f: f.chats.search(""), "query must have at least 1 and at most 64 characters"),
        (lambda f: f.chats.search("x" * 65), "query must have at least 1 and at most 64"),
        (lambda f: f.chats.link("oc_1", validity_period="day"), "validity_period must be one of"),
        (lambda f: f.members.add("oc_1", []), "id_list must hold at least 1"),
        (lambda f: f.members.add("oc_1", ["ou"] * 51), "id_list must hold .* at most 50"),
        (
            lambda f: f.members.add("oc_1", ["cli"] * 6, member_id_type=MemberIdType.APP_ID),
            "id_list must hold .* at most 5",
        ),
        (lambda f: f.members.add("oc_1", ["ou"], succeed_type=3), "succeed_type must be one of 0"),
        (lambda f: f.members.add("oc_1", ["ou"], member_id_type="x"), "member_id_type must be one"),
        (lambda f: f.members.remove("oc_1", "ou_1"), "id_list must be a list of strings"),
        (lambda f: f.members.add_many("oc_1", []), "id_list must hold at least 1"),
        (lambda f: f.members.sync("oc_1", []), "id_list must hold at least 1"),
        (
            lambda f: f.members.sync("oc_1", ["cli"], member_id_type=MemberIdType.APP_ID),
            "member_id_type must not be app_id",
        ),
        (
            lambda f: f.members.list("oc_1", member_id_type=MemberIdType.APP_ID),
            "member_id_type must not be app_id",
        ),
        (lambda f: f.managers.add("oc_1", ["ou"] * 51), "manager_ids must hold .* at most 50"),
        (lambda f: f.moderation.update("oc_1"), "moderation_setting or one of the lists"),
        (
            lambda f: f.moderation.update(
                "oc_1",
                moderation_setting=ModerationSetting.ALL_MEMBERS,
                moderator_added_list=["ou"],
            ),
            "moderation_setting must be moderator_list",
        ),
        (
            lambda f: f.moderation.update(
                "oc_1", moderator_added_list=["a", "b"], moderator_removed_list=["b"]
            ),
            "must not both hold 'b'",
        ),
        (lambda f: f.tabs.create("oc_1"), "tabs must hold at least 1"),
        (lambda f: f.tabs.create("oc_1", *[Tab.url("a", LINK)] * 21), "tabs must hold .* most 20"),
        (lambda f: f.tabs.create("oc_1", Tab.url("a" * 61, LINK)), "tab_name must have .* most 60"),
        (lambda f: f.tabs.create("oc_1", Tab.url("a", "example.com")), "url must begin with http"),
        (lambda f: f.tabs.create("oc_1", Tab(tab_type=TabType.PIN)), "tab_type must be url or doc"),
        (
            lambda f: f.tabs.create("oc_1", Tab.url("a", LINK, is_built_in=odd("no"))),
            "is_built_in must",
        ),
        (lambda f: f.chats.list(types=5), "types must be a string"),
        (lambda f: f.menu.create("oc_1", MenuTopLevel(chat_menu_item=odd({}))), "must have a name"),
        (
            lambda f: f.menu.create(
                "oc_1",
                MenuTopLevel(
                    chat_menu_item=MenuItem.plain("a"), children=odd((MenuItem.plain("b"),))
                ),
            ),
            "children must hold MenuSecondLevel",
        ),
        (
            lambda f: f.menu.update_item("oc_1", "7", MenuItem(redirect_link=odd(LINK))),
            "redirect_link must be a RedirectLink",
        ),
        (lambda f: f.tabs.create("oc_1", Tab.url("a", LINK, tab_id="1")), "tab_id must not be"),
        (lambda f: f.tabs.update("oc_1", Tab.url("a", LINK)), "tab_id must name the tab"),
        (
            lambda f: f.tabs.create(
                "oc_1", Tab(tab_type=TabType.DOC, tab_content=TabContent(url=LINK))
            ),
            "tab_content must have a doc",
        ),
        (lambda f: f.tabs.sort("oc_1", []), "tab_ids must hold at least 1"),
        (lambda f: f.tabs.delete("oc_1", [""]), "tab_ids must not hold an empty string"),
        (lambda f: f.menu.create("oc_1"), "top_levels must hold at least 1"),
        (lambda f: f.menu.create("oc_1", *[TOP] * 4), "top_levels must hold .* at most 3"),
        (
            lambda f: f.menu.create(
                "oc_1", MenuTopLevel.of(MenuItem.plain("a"), *[MenuItem.plain("b")] * 6)
            ),
            "children must hold .* at most 5",
        ),
        (
            lambda f: f.menu.create(
                "oc_1", MenuTopLevel.of(MenuItem.link("a", LINK), MenuItem.plain("b"))
            ),
            "action_type must be NONE if there is a submenu",
        ),
        (
            lambda f: f.menu.create(
                "oc_1",
                MenuTopLevel.of(MenuItem.plain("a", image_key="img"), MenuItem.plain("b")),
            ),
            "image_key must not be given",
        ),
        (lambda f: f.menu.create("oc_1", MenuTopLevel()), "chat_menu_item must have a name"),
        (
            lambda f: f.menu.create(
                "oc_1",
                MenuTopLevel(chat_menu_item=MenuItem.plain("a"), children=(MenuSecondLevel(),)),
            ),
            "chat_menu_item must have a name",
        ),
        (
            lambda f: f.menu.create("oc_1", MenuTopLevel.of(MenuItem.plain("a" * 121))),
            "name must have at least 1 and at most 120",
        ),
        (
            lambda f: f.menu.create(
                "oc_1", MenuTopLevel.of(MenuItem.plain("a", i18n_names=I18nNames(en_us="")))
            ),
            "en_us must have at least 1",
        ),
        (
            lambda f: f.menu.create("oc_1", MenuTopLevel.of(MenuItem.link("a", RedirectLink()))),
            "redirect_link must contain at least one link",
        ),
        (
            lambda f: f.menu.create("oc_1", MenuTopLevel.of(MenuItem.link("a", "ftp://x"))),
            "common_url must begin with http",
        ),
        (
            lambda f: f.menu.create(
                "oc_1", MenuTopLevel(chat_menu_top_level_id="7", chat_menu_item=MenuItem.plain("a"))
            ),
            "chat_menu_top_level_id must not be given",
        ),
        (lambda f: f.menu.update_item("oc_1", "7", MenuItem()), "item must set a field to change"),
        (lambda f: f.menu.update_item("oc_1", "7", {"name": "a"}), "item must be a MenuItem"),
        (
            lambda f: f.menu.update_item("oc_1", "", MenuItem(name="a")),
            "menu_item_id must be an id",
        ),
        (
            lambda f: f.menu.update_item("oc_1", "7", MenuItem(name="a"), update_fields=["COLOR"]),
            "update_fields must be one of ICON",
        ),
        (lambda f: f.menu.sort("oc_1", ["1", "2", "3", "4"]), "at most 3"),
        (
            lambda f: f.docx_announcement.batch_update(
                "oc_1", [docx.UpdateTask(block_id="a"), docx.UpdateTask(block_id="a")]
            ),
            "requests must change each block once",
        ),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(feishu)
    assert not fake.requests
