"""Announcements in the docx format: what they are, and what became of changing them."""

import attrs

from .._protocol.wire_types import EpochSeconds
from ..enums import AnnouncementType, EditorIdType
from .blocks import Block


@attrs.frozen(kw_only=True)
class DocxAnnouncement:
    """The announcement of a chat, without its content."""

    revision_id: int
    """Number of the newest version."""
    create_time: EpochSeconds | None = None
    update_time: EpochSeconds | None = None
    owner_id: str | None = None
    owner_id_type: EditorIdType | None = None
    modifier_id: str | None = None
    modifier_id_type: EditorIdType | None = None
    announcement_type: AnnouncementType | None = None
    """`DOC` is the legacy kind, which `announcement` reads and edits."""
    create_time_v2: EpochSeconds | None = None
    """Not in use yet, says Feishu."""
    update_time_v2: EpochSeconds | None = None
    """Not in use yet, says Feishu."""


@attrs.frozen(kw_only=True)
class BlockAnswer:
    """What reading one block answers."""

    block: Block | None = None
    items: tuple[Block, ...] = ()
    """Where the example on the official page has the block, unlike the page's description."""

    def __attrs_post_init__(self) -> None:
        if self.block is None and len(self.items) != 1:
            raise ValueError("there must be one block")

    @property
    def found(self) -> Block:
        """The block, wherever it came."""
        return self.items[0] if self.block is None else self.block


@attrs.frozen(kw_only=True)
class _Edited:
    """The version that an edit made."""

    revision_id: int | None = None
    document_revision_id: int | None = None
    """The name that `revision_id` has in the example on the official page."""
    client_token: str | None = None
    """By which Feishu would know the same call again."""

    @property
    def newest_revision(self) -> int:
        """Number of the version that the edit made, by whichever name it came; -1 if it did not."""
        given = (self.revision_id, self.document_revision_id)
        return next((number for number in given if number is not None), -1)


@attrs.frozen(kw_only=True)
class CreatedBlocks(_Edited):
    """Blocks that were created, and the version they made."""

    children: tuple[Block, ...] = ()


@attrs.frozen(kw_only=True)
class UpdatedBlocks(_Edited):
    """Blocks as they are after a change, and the version that it made."""

    blocks: tuple[Block, ...] = ()


@attrs.frozen(kw_only=True)
class DeletedBlocks(_Edited):
    """The version that a deletion made."""
