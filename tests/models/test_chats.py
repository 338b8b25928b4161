"""Chats are decoded completely; models to send are validated when they are built."""

from typing import Any

import attrs
import pytest

from feishu_chat_async import (
    Chat,
    ChatMode,
    ChatPermission,
    ChatType,
    ChatUpdate,
    I18nNames,
    NewChat,
    RestrictedMode,
    RestrictedPermission,
    ShareCardPermission,
    UserIdType,
)
from feishu_chat_async._protocol.converter import structure, to_wire

NEW: Any = NewChat
UPDATE: Any = ChatUpdate


def odd(value: object) -> Any:
    """Return a value of a type that type checkers would not accept."""
    return value


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: NEW(name=5), "name must be a string, got int"),
        (lambda: NEW(chat_type="secret"), "chat_type must be one of private, public"),
        (lambda: NEW(chat_type=ChatType.PUBLIC, name="x"), "at least 2 characters"),
        (lambda: NEW(chat_type=ChatType.PUBLIC), "at least 2 characters"),
        (lambda: NEW(user_id_list=["ou"] * 51), "user_id_list must hold .* at most 50"),
        (lambda: NEW(bot_id_list=["cli"] * 6), "bot_id_list must hold .* at most 5"),
        (lambda: NEW(user_id_list="ou_1"), "user_id_list must be a list of strings, got str"),
        (lambda: NEW(user_id_list=5), "user_id_list must be a list of strings, got int"),
        (lambda: NEW(user_id_list=[5]), "user_id_list must hold strings, got int"),
        (lambda: NEW(user_id_list=[""]), "user_id_list must not hold an empty string"),
        (lambda: NEW(toolkit_ids=["7"]), "toolkit_ids must hold int, got str"),
        (lambda: NEW(toolkit_ids="7"), "toolkit_ids must be a list of int, got str"),
        (lambda: NEW(chat_mode="p2p"), "chat_mode must be group, got p2p"),
        (lambda: NEW(toolkit_ids=[True]), "toolkit_ids must hold int, got bool"),
        (
            lambda: NEW(restricted_mode_setting=RestrictedMode(status=odd("yes"))),
            "status must be True or False",
        ),
        (lambda: NEW(external="yes"), "external must be True or False, got str"),
        (lambda: NEW(avatar=""), "avatar must have at least 1"),
        (lambda: NEW(i18n_names={"zh_cn": "x"}), "i18n_names must be a I18nNames, got dict"),
        (UPDATE, "must change something"),
        (lambda: UPDATE(chat_type="public", name=""), "at least 2 characters"),
        (
            lambda: UPDATE(add_member_permission=ChatPermission.ONLY_OWNER),
            "must be set together",
        ),
        (
            lambda: UPDATE(
                add_member_permission=ChatPermission.ONLY_OWNER,
                share_card_permission=ShareCardPermission.ALLOWED,
            ),
            "only_owner with not_allowed",
        ),
        (
            lambda: UPDATE(restricted_mode_setting=RestrictedMode(status=True)),
            "must set a permission to not_anyone",
        ),
        (
            lambda: UPDATE(
                restricted_mode_setting=RestrictedMode(
                    status=False,
                    message_has_permission_setting=RestrictedPermission.NOT_ANYONE,
                )
            ),
            "must not hold not_anyone",
        ),
    ],
)
def test_models_are_validated_when_they_are_built(build: Any, problem: str) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        build()


def test_plain_strings_become_members() -> None:
    chat = NewChat(name="Ops", chat_mode="group", chat_type="public", urgent_setting="only_owner")
    assert chat.chat_mode is ChatMode.GROUP
    assert chat.chat_type is ChatType.PUBLIC
    assert chat == NewChat(
        name="Ops",
        chat_mode=ChatMode.GROUP,
        chat_type=ChatType.PUBLIC,
        urgent_setting=ChatPermission.ONLY_OWNER,
    )
    assert to_wire(chat) == {
        "name": "Ops",
        "chat_mode": "group",
        "chat_type": "public",
        "urgent_setting": "only_owner",
    }


def test_members_are_sent_as_lists_and_none_is_not_sent() -> None:
    chat = NewChat(user_id_list=["ou_1"], bot_id_list=[], i18n_names=I18nNames(en_us="Ops"))
    assert chat.user_id_list == ("ou_1",)
    assert set(to_wire(chat)) == {"user_id_list", "bot_id_list", "i18n_names"}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("add", "share"), [("only_owner", "not_allowed"), ("all_members", "allowed")]
)
def test_matching_permissions_are_accepted(add: Any, share: Any) -> None:
    update = ChatUpdate(add_member_permission=add, share_card_permission=share)
    assert (update.add_member_permission, update.share_card_permission) == (add, share)


@pytest.mark.parametrize("status", [True, None])
def test_restricted_mode_takes_plain_strings(status: bool | None) -> None:  # noqa: FBT001
    mode = RestrictedMode(status=status, download_has_permission_setting="not_anyone")
    assert ChatUpdate(restricted_mode_setting=mode).restricted_mode_setting == mode
    assert RestrictedMode(download_has_permission_setting=RestrictedPermission.NOT_ANYONE) == (
        attrs.evolve(mode, status=None)
    )


def test_restricted_mode_is_checked_when_it_is_sent() -> None:
    mode = RestrictedMode(status=True, message_has_permission_setting=odd("nope"))
    with pytest.raises(ValueError, match="message_has_permission_setting must be one of"):
        NewChat(restricted_mode_setting=mode)


def test_a_chat_with_unknown_values_is_decoded() -> None:
    wire = {
        "name": "Ops",
        "owner_id_type": "open_id",
        "owner_id": "ou_1",
        "chat_mode": "circle",
        "user_count": "7",
        "external": "false",
        "restricted_mode_setting": {"status": True, "download_has_permission_setting": "some"},
        "labels": None,
    }
    chat = structure(wire, Chat)
    assert (chat.owner_id_type, chat.user_count, chat.external) == (UserIdType.OPEN_ID, 7, False)
    assert isinstance(chat.chat_mode, ChatMode) and not chat.chat_mode.known
    assert chat.restricted_mode_setting
    assert chat.restricted_mode_setting.download_has_permission_setting == "some"
    assert chat.labels == ()
