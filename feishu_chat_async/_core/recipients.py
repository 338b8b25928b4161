"""Who receives a message, and how fast: 5 messages a second for each chat and each person."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final, Protocol

from .._protocol.endpoint import NarrowLimit
from ..config import Limit

RECIPIENT: Final = NarrowLimit("receiver", "receiver", limits=(Limit(5, 1.0),), codes=(230020,))
"""Shared by all that sends to one chat or person."""

_CHAT: Final = "oc_"
_PLACES: Final = (_CHAT, "om_", "omt_")
_REMEMBERED: Final = 10_000


class Placed(Protocol):
    """A message: where it is."""

    @property
    def message_id(self) -> str: ...
    @property
    def chat_id(self) -> str | None: ...
    @property
    def thread_id(self) -> str | None: ...


class Recipients:
    """Which of the ids that a client has seen belong to one receiver, so that they share a bucket.

    A reply names a message, and not where it goes; a person has several ids. What comes back tells
    the chat. It is remembered for the 10,000 ids that were used last.

    What is sent to a person goes to the chat between that person and the sender, so the ids of
    people mean something else for each `caller`; those of chats, threads and messages do not.
    """

    def __init__(self, caller: str = "", keys: OrderedDict[str, str] | None = None) -> None:
        self._caller = caller
        self._keys: OrderedDict[str, str] = OrderedDict() if keys is None else keys

    def seen_by(self, caller: str) -> "Recipients":
        """Return what is the same for somebody else who sends through this client."""
        return Recipients(caller, self._keys)

    def bucket(self, any_id: str) -> Mapping[str, str]:
        """Name the bucket of a receiver, by its own id or by that of a message or thread there."""
        return {RECIPIENT.param: self._key(self._place(any_id))}

    def learn(self, message: Placed, sent_to: str | None = None) -> None:
        """Take note of the chat that a message is in, and of the id that it was sent to."""
        chat_id = message.chat_id
        if not chat_id:
            return
        if sent_to is None or sent_to.startswith(_CHAT):
            sent_to = chat_id  # the same, or one that was given by mistake
        place = self._place(sent_to)
        used = self._key(place)
        # The first one to be used is the one for all.
        key = self._key(chat_id) if chat_id in self._keys else used
        for one in (used, place, chat_id, message.message_id, message.thread_id):
            if one:
                self._keys[one] = key
                self._keys.move_to_end(one)
        while len(self._keys) > _REMEMBERED:
            self._keys.popitem(last=False)

    def _place(self, any_id: str) -> str:
        return any_id if any_id.startswith(_PLACES) else any_id + self._caller

    def _key(self, place: str) -> str:
        # Two buckets that turn out to be one leave a step between: an id, its bucket, the other's.
        while (key := self._keys.get(place, place)) != place:
            self._keys.move_to_end(place)
            place = key
        return place
