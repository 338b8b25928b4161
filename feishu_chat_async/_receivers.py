"""Who receives a message, and how fast: 5 messages a second for each chat and each person."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final, Protocol

from ._endpoint import Scope
from .config import Limit

RECEIVER: Final = Scope("receiver", "receiver", limits=(Limit(5, 1.0),), codes=(230020,))
"""Shared by all that sends to one chat or person."""

_REMEMBERED: Final = 10_000


class Placed(Protocol):
    """A message: where it is."""

    @property
    def message_id(self) -> str: ...
    @property
    def chat_id(self) -> str | None: ...
    @property
    def thread_id(self) -> str | None: ...


class Receivers:
    """Which of the ids that a client has seen belong to one receiver, so that they share a bucket.

    A reply names a message, and not where it goes; a person has several ids. What comes back tells
    the chat. It is remembered for the 10,000 ids that were used last.
    """

    def __init__(self) -> None:
        self._keys: OrderedDict[str, str] = OrderedDict()

    def bucket(self, any_id: str) -> Mapping[str, str]:
        """Name the bucket of a receiver, by its own id or by that of a message or thread there."""
        return {RECEIVER.param: self._key(any_id)}

    def learn(self, message: Placed, bucket: Mapping[str, str] | None = None) -> None:
        """Take note of the chat that a message is in, and of the bucket that it was sent by."""
        chat_id = message.chat_id
        if chat_id is None:
            return
        used = chat_id if bucket is None else bucket[RECEIVER.param]
        key = self._keys.get(chat_id, used)  # the first one to be used is the one for all
        for one in (used, chat_id, message.message_id, message.thread_id):
            if one is not None:
                self._keys[one] = key
                self._keys.move_to_end(one)
        while len(self._keys) > _REMEMBERED:
            self._keys.popitem(last=False)

    def _key(self, any_id: str) -> str:
        key = self._keys.get(any_id)
        if key is None:
            return any_id
        self._keys.move_to_end(any_id)
        return key
