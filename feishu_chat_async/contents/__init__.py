"""The contents of messages, both to send and as received.

::

    from feishu_chat_async import contents

    text = contents.Text.of("Ready, ", contents.Mention("ou_1"), "?")
    post = contents.Post.of("Release 2.1", "Freeze: Friday", contents.PostImage("img_1"))

`content.encoded()` returns the string that is sent, and `read_content` parses a received one. Pass
text that a user typed through `Text.of`, `Post.of` or `escape`, so that none of it is read as
markup.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content
"""

from .base import Content
from .card import Card
from .media import Audio, File, Image, Media, Sticker
from .post import Post, PostBody
from .post_elements import (
    PostCodeBlock,
    PostDivider,
    PostElement,
    PostEmotion,
    PostImage,
    PostLink,
    PostMarkdown,
    PostMedia,
    PostMention,
    PostStyle,
    PostStyleLike,
    PostText,
    UnknownPostElement,
)
from .reading import read_content
from .received import (
    Calendar,
    Folder,
    GeneralCalendar,
    Hongbao,
    Location,
    MergeForward,
    ShareCalendarEvent,
    Todo,
    UnknownContent,
    VideoChat,
    Vote,
)
from .sharing import ShareChat, ShareUser
from .system import DividerText, System
from .text import Mention, Styled, Text, TextLink, TextPart, content_of, escape

__all__ = [
    "Audio",
    "Calendar",
    "Card",
    "Content",
    "DividerText",
    "File",
    "Folder",
    "GeneralCalendar",
    "Hongbao",
    "Image",
    "Location",
    "Media",
    "Mention",
    "MergeForward",
    "Post",
    "PostBody",
    "PostCodeBlock",
    "PostDivider",
    "PostElement",
    "PostEmotion",
    "PostImage",
    "PostLink",
    "PostMarkdown",
    "PostMedia",
    "PostMention",
    "PostStyle",
    "PostStyleLike",
    "PostText",
    "ShareCalendarEvent",
    "ShareChat",
    "ShareUser",
    "Sticker",
    "Styled",
    "System",
    "Text",
    "TextLink",
    "TextPart",
    "Todo",
    "UnknownContent",
    "UnknownPostElement",
    "VideoChat",
    "Vote",
    "content_of",
    "escape",
    "read_content",
]
