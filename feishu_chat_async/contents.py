"""What messages say and show: contents to send, and those that were received.

::

    from feishu_chat_async import contents

    text = contents.Text.of("Ready, ", contents.Mention("ou_1"), "?")
    post = contents.Post.of("Release 2.1", "Freeze: Friday", contents.PostImage("img_1"))

A content makes the string that is sent with `encoded`, and `read_content` reads one again. What
somebody typed goes through `Text.of`, `Post.of` or `escape`, so that nothing in it is markup.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content
"""

from .models._content import (
    Content,
)
from .models.card import (
    Card,
)
from .models.contents import (
    Audio,
    File,
    Image,
    Media,
    ShareChat,
    ShareUser,
    Sticker,
    content_of,
    read_content,
)
from .models.message_text import (
    Mention,
    Styled,
    Text,
    TextLink,
    TextPart,
    escape,
)
from .models.post import (
    Post,
    PostBody,
)
from .models.post_elements import (
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
    PostText,
    UnknownPostElement,
)
from .models.received_contents import (
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
from .models.system import (
    DividerText,
    System,
)

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
