"""The announcement of a chat, in the legacy format."""

import attrs

from .._protocol.converter import read_json
from .._protocol.wire_types import EpochSeconds
from ..enums import EditorIdType
from ..legacy.document import LegacyDocument


@attrs.frozen(kw_only=True)
class Announcement:
    """The announcement of a chat: a document in Feishu's legacy format."""

    content: str
    """The document, JSON in a string; `document` parses it. https://open.feishu.cn/document/ukTMukTMukTM/ukDM2YjL5AjN24SOwYjN"""
    revision: str
    """Number of the newest version: hand it to `announcement.patch`."""
    create_time: EpochSeconds | None = None
    update_time: EpochSeconds | None = None
    owner_id_type: EditorIdType | None = None
    owner_id: str | None = None
    modifier_id_type: EditorIdType | None = None
    modifier_id: str | None = None

    def document(self) -> LegacyDocument:
        """Parse the content, or raise a `ValueError` that says where it is not of this format."""
        return read_json(self.content, LegacyDocument, "content")

    @property
    def plain_text(self) -> str:
        """What it says, a line for each block, the title first; see `document`."""
        return self.document().plain_text
