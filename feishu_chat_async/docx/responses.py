"""Responses of the docx announcement endpoints."""

import attrs

from .._protocol.wire_types import EpochSeconds
from ..enums import AnnouncementType, EditorIdType
from .blocks import Block


@attrs.frozen(kw_only=True)
class DocxAnnouncement:
    """The properties of a chat's announcement, without its content."""

    revision_id: int
    """The number of the latest version; a new announcement has version 1."""
    create_time: EpochSeconds | None = None
    """When the announcement was created, in UTC."""
    update_time: EpochSeconds | None = None
    """When the announcement was last edited, in UTC."""
    owner_id: str | None = None
    """The id of the owner, of the type `owner_id_type`."""
    owner_id_type: EditorIdType | None = None
    """The type of `owner_id`."""
    modifier_id: str | None = None
    """The id of the last editor, of the type `modifier_id_type`."""
    modifier_id_type: EditorIdType | None = None
    """The type of `modifier_id`."""
    announcement_type: AnnouncementType | None = None
    """The format: `DOCX`, or `DOC` for the legacy format of `feishu.announcement`."""
    create_time_v2: EpochSeconds | None = None
    """Reserved: documented as not yet in use."""
    update_time_v2: EpochSeconds | None = None
    """Reserved: documented as not yet in use."""


@attrs.frozen(kw_only=True)
class BlockResponse:
    """The response to reading one block."""

    block: Block | None = None
    items: tuple[Block, ...] = ()
    """The block in the form of the official page's example, which contradicts its field list."""

    def __attrs_post_init__(self) -> None:
        if self.block is None and len(self.items) != 1:
            raise ValueError("there must be exactly one block")

    @property
    def requested_block(self) -> Block:
        """The block, from the field that holds it."""
        return self.items[0] if self.block is None else self.block


@attrs.frozen(kw_only=True)
class _EditResponse:
    """The base class of the responses to edits."""

    revision_id: int | None = None
    """The number of the version that the edit created."""
    document_revision_id: int | None = None
    """The same as `revision_id`, under the name in the official page's example."""
    client_token: str | None = None
    """The idempotency key of the call, by which Feishu recognizes a retried one."""

    @property
    def newest_revision(self) -> int:
        """The number of the version that the edit created; -1 if Feishu did not return it."""
        numbers = (self.revision_id, self.document_revision_id)
        return next((number for number in numbers if number is not None), -1)


@attrs.frozen(kw_only=True)
class CreatedBlocks(_EditResponse):
    """The blocks that were created, and the resulting version."""

    children: tuple[Block, ...] = ()


@attrs.frozen(kw_only=True)
class UpdatedBlocks(_EditResponse):
    """The blocks after an update, and the resulting version."""

    blocks: tuple[Block, ...] = ()


@attrs.frozen(kw_only=True)
class DeletedBlocks(_EditResponse):
    """The version that results from a deletion."""
