"""What a `FakeFeishu` knows of a message: its content, its thread, and what was done with it."""

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

import attrs
from aiohttp.payload import AsyncIterablePayload

_PIECE: Final = bytes(range(256)) * 256


@attrs.define(eq=False)
class FakeReaction:
    """An emoji that somebody put on a message."""

    reaction_id: str
    emoji_type: str
    operator_id: str
    """App id or open id."""
    action_time: int
    """In milliseconds."""
    number: int
    """The larger, the later."""


@attrs.define(eq=False)
class FakePin:
    """The pin of a message."""

    operator_id: str
    """App id or open id."""
    create_time: int
    """In milliseconds."""
    number: int
    """The larger, the later."""


@attrs.define(eq=False)
class FakeResource:
    """A file in a message: what is in it, or only how large it is."""

    name: str
    content_type: str
    kind: str = "file"
    """`image` or `file`: by what `type` it must be asked for."""
    data: bytes | None = attrs.field(default=None, repr=False)
    """None: bytes that count from 0 to 255, over and over."""
    length: int = 0
    """How many, if `data` is None."""

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.length if self.data is None else len(self.data)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Read it, never much of it at once."""
        for start in range(0, self.size, len(_PIECE)):
            end = min(start + len(_PIECE), self.size)
            yield _PIECE[: end - start] if self.data is None else self.data[start:end]


class ResourceBody(AsyncIterablePayload):
    """The body of an answer that is a resource."""

    def __init__(self, resource: FakeResource) -> None:
        super().__init__(resource.pieces(), content_type=resource.content_type)
        self.resource = resource
        name = f'filename="{resource.name}"'
        if not resource.name.isascii():
            name = f"filename*=UTF-8''{quote(resource.name)}"
        self.headers["Content-Disposition"] = f"attachment; {name}"

    @property
    def size(self) -> int:
        """Let the answer have a Content-Length."""
        return self.resource.size


@attrs.define(eq=False, kw_only=True)
class FakeMessage:
    """A message in a chat. Change it as you like; the next call sees it."""

    message_id: str
    chat_id: str
    sender_id: str
    """App id or open id."""
    tenant_key: str
    """Of the sender."""
    msg_type: str
    content: str = attrs.field(repr=False)
    """As it is read: JSON, but for `merge_forward`."""
    sent: str = attrs.field(repr=False)
    """As it was sent, which is how cards can be read also."""
    mentions: list[str] = attrs.field(factory=list)
    """Open ids, the one of `@_user_1` first."""
    create_time: int
    """In milliseconds. Make it earlier, and the message is older."""
    update_time: int
    """In milliseconds."""
    number: int
    """The larger, the later."""
    edits: int = 0
    """How often it was edited; 20 are allowed, then code 230072."""
    updated: bool = False
    deleted: bool = False
    """True: recalled. It can still be read, without its content, and stands in the history."""
    removed: bool = False
    """True: gone for good, code 230110."""
    invisible_to: set[str] = attrs.field(factory=set)
    """App ids and open ids: code 230050 for them."""
    root_id: str = ""
    parent_id: str = ""
    thread_id: str = ""
    upper_message_id: str = ""
    """The merged message that this one is in."""
    children: list[str] = attrs.field(factory=list)
    """The ids of what is in it, if it is a merged message."""
    readers: dict[str, int] = attrs.field(factory=dict)
    """Who has read it, by open id, and when, in milliseconds."""
    reactions: dict[str, FakeReaction] = attrs.field(factory=dict)
    """By reaction id."""
    pin: FakePin | None = None
    follow_ups: list[dict[str, object]] = attrs.field(factory=list)
    """The bubbles below it, as they travel."""
    resources: dict[str, FakeResource] = attrs.field(factory=dict)
    """By their keys. What has a key in the content only is a kilobyte."""
