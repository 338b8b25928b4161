"""The recipients of messages, each of which can be sent 5 messages a second."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final, Protocol

from .._protocol.endpoint import NarrowLimit
from ..config import Limit

RECIPIENT: Final = NarrowLimit("recipient", "recipient", limits=(Limit(5, 1.0),), codes=(230020,))
"""The limit shared by everything that is sent to one chat or user."""

_CHAT_PREFIX: Final = "oc_"
_SHARED_PREFIXES: Final = (_CHAT_PREFIX, "om_", "omt_")
_MAX_IDS: Final = 10_000


class LocatedMessage(Protocol):
    """A message, and the chat and thread that it is in."""

    @property
    def message_id(self) -> str: ...
    @property
    def chat_id(self) -> str | None: ...
    @property
    def thread_id(self) -> str | None: ...


class Recipients:
    """The ids that a client has seen, grouped by recipient, so that they share a bucket.

    A reply names a message and not the chat it goes to, and a user has several ids. The response
    names the chat. The 10,000 ids used last are remembered.

    A message to a user goes to the chat between that user and the sender, so the ids of users mean
    a different chat for each caller. The ids of chats, threads and messages do not.

    Args:
        caller: Distinguishes the senders that use this client; empty for the app itself.
        keys: The ids that are already known, shared by all senders; None for none.
    """

    def __init__(self, caller: str = "", keys: OrderedDict[str, str] | None = None) -> None:
        self._caller = caller
        self._keys: OrderedDict[str, str] = OrderedDict() if keys is None else keys

    def for_caller(self, caller: str) -> "Recipients":
        """Return the recipients of another sender, which share the known ids."""
        return Recipients(caller, self._keys)

    def bucket(self, any_id: str) -> Mapping[str, str]:
        """Return the bucket parameters of a recipient.

        Args:
            any_id: An id of the recipient, or of a message or thread in its chat.
        """
        return {RECIPIENT.param: self._find_key(self._qualify(any_id))}

    def learn(self, message: LocatedMessage, sent_to: str | None = None) -> None:
        """Record which chat a message is in, and so which chat an id refers to.

        Args:
            message: A message that was sent or read.
            sent_to: The id that it was sent to.
        """
        chat_id = message.chat_id
        if not chat_id:
            return
        if sent_to is None or sent_to.startswith(_CHAT_PREFIX):
            sent_to = chat_id  # the same chat, or another one that was passed by mistake
        recipient = self._qualify(sent_to)
        used_key = self._find_key(recipient)
        # All ids get the key that was used first.
        key = self._find_key(chat_id) if chat_id in self._keys else used_key
        for known_id in (used_key, recipient, chat_id, message.message_id, message.thread_id):
            if known_id:
                self._keys[known_id] = key
                self._keys.move_to_end(known_id)
        while len(self._keys) > _MAX_IDS:
            self._keys.popitem(last=False)

    def _qualify(self, any_id: str) -> str:
        return any_id if any_id.startswith(_SHARED_PREFIXES) else any_id + self._caller

    def _find_key(self, known_id: str) -> str:
        # Merging two buckets leaves a chain: an id, its old key, the key of both.
        while (key := self._keys.get(known_id, known_id)) != known_id:
            self._keys.move_to_end(known_id)
            known_id = key
        return known_id
