"""Ids of one recipient share the limit of 5 messages a second."""

import attrs
import pytest

from feishu_chat_async._core.recipients import Recipients


@attrs.frozen
class Located:
    """The ids of a message."""

    message_id: str
    chat_id: str | None
    thread_id: str | None = None


def keys(recipients: Recipients, *ids: str) -> set[str]:
    """Return the distinct buckets of some ids."""
    return {recipients.bucket(each_id)["recipient"] for each_id in ids}


def test_an_unknown_id_has_a_separate_bucket() -> None:
    recipients = Recipients()
    assert recipients.bucket("oc_1") == {"recipient": "oc_1"}
    assert len(keys(recipients, "oc_1", "oc_2", "ou_1")) == 3


def test_a_message_its_thread_its_chat_and_the_id_it_was_sent_to_share_a_bucket() -> None:
    recipients = Recipients()
    recipients.learn(Located("om_1", "oc_1", "omt_1"), "kim@example.com")
    assert len(keys(recipients, "om_1", "oc_1", "omt_1", "kim@example.com")) == 1
    assert len(keys(recipients, "om_1", "om_2")) == 2


def test_buckets_of_the_same_recipient_are_merged() -> None:
    recipients = Recipients()
    for email in ("kim@example.com", "kim@example.org"):
        recipients.learn(Located("om_1", "oc_1"), email)
    recipients.learn(Located("om_2", "oc_2"), "ou_1")
    recipients.learn(Located("om_3", "oc_2"), "kim@example.com")  # the address changed hands
    ids = ("kim@example.com", "kim@example.org", "ou_1", "oc_1", "oc_2", "om_1", "om_2", "om_3")
    assert len(keys(recipients, *ids)) == 1


@pytest.mark.parametrize("chat_id", ["", None])
def test_a_message_without_a_chat_merges_no_buckets(chat_id: str | None) -> None:
    recipients = Recipients()
    for user_id in ("ou_2", "ou_3"):
        recipients.learn(Located("om_4", chat_id), user_id)
    assert len(keys(recipients, "ou_2", "ou_3", "om_4")) == 3


def test_a_wrong_chat_id_does_not_merge_two_chats() -> None:
    recipients = Recipients()
    recipients.learn(Located("om_5", "oc_5"), "oc_6")
    assert len(keys(recipients, "om_5", "oc_5")) == 1
    assert len(keys(recipients, "oc_5", "oc_6")) == 2


def test_a_user_is_a_separate_recipient_for_each_caller_but_a_chat_is_not() -> None:
    app = Recipients()
    user = app.for_caller(" as 1")
    app.learn(Located("om_1", "oc_1"), "ou_1")
    user.learn(Located("om_2", "oc_2"), "ou_1")
    assert keys(app, "ou_1") == keys(app, "oc_1")
    assert keys(user, "ou_1") == keys(user, "oc_2") != keys(app, "ou_1")
    assert keys(app, "oc_2", "om_2") == keys(user, "oc_2", "om_2")


def test_only_the_most_recently_used_ids_are_remembered() -> None:
    recipients = Recipients()
    for number in range(30_000):
        recipients.learn(Located(f"om_{number}", f"oc_{number % 7}"))
    assert len(recipients._keys) == 10_000
    assert keys(recipients, "om_29999") == keys(recipients, f"oc_{29_999 % 7}")
    assert recipients.bucket("om_1") == {"recipient": "om_1"}  # forgotten
