"""Announcements in the legacy format."""

import attrs

from .._protocol.converter import read_json
from .._protocol.wire_types import EpochSeconds
from ..enums import EditorIdType
from ..legacy.document import LegacyDocument


@attrs.frozen(kw_only=True)
class Announcement:
    """The announcement of a chat in the legacy format."""

    content: str
    """The document as JSON in a string; `document` parses it.

    https://open.feishu.cn/document/ukTMukTMukTM/ukDM2YjL5AjN24SOwYjN
    """
    revision: str
    """The number of the version that was read, to be passed to `announcement.patch`."""
    create_time: EpochSeconds | None = None
    """When the announcement was created, in UTC."""
    update_time: EpochSeconds | None = None
    """When the announcement was last edited, in UTC."""
    owner_id_type: EditorIdType | None = None
    """The type of `owner_id`."""
    owner_id: str | None = None
    """The id of the owner: a user or an app."""
    modifier_id_type: EditorIdType | None = None
    """The type of `modifier_id`."""
    modifier_id: str | None = None
    """The id of the last editor: a user or an app."""

    def document(self) -> LegacyDocument:
        """Parse the content.

        Raises:
            ValueError: The content is not in the legacy format; the message names the bad field.
        """
        return read_json(self.content, LegacyDocument, "content")

    @property
    def plain_text(self) -> str:
        """The text of the announcement: the title if there is one, then the lines of each block.

        Raises:
            ValueError: The content is not in the legacy format; the message names the bad field.
        """
        return self.document().plain_text
