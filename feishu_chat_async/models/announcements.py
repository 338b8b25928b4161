"""The announcement of a chat, in the legacy format."""

import attrs

from ..enums import EditorIdType
from ._types import EpochSeconds


@attrs.frozen(kw_only=True)
class Announcement:
    """The announcement of a chat: a document in Feishu's legacy format."""

    content: str
    """The document, JSON in a string. https://open.feishu.cn/document/ukTMukTMukTM/ukDM2YjL5AjN24SOwYjN"""
    revision: str
    """Number of the newest version: hand it to `announcement.patch`."""
    create_time: EpochSeconds | None = None
    update_time: EpochSeconds | None = None
    owner_id_type: EditorIdType | None = None
    owner_id: str | None = None
    modifier_id_type: EditorIdType | None = None
    modifier_id: str | None = None
