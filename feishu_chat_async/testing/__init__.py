"""Tools for testing bots without the real Feishu: no network, no credentials, no rate limits.

- `FakeFeishu` is a local Feishu server. It keeps apps, users, chats and messages in
  memory, and answers with the documented codes.
- `testing.faults` holds the failures that it can produce on demand.
- `testing.limits` holds the ways it can count calls against the documented rate limits.

pytest finds two fixtures once the package is installed; they need pytest-asyncio:

- `fake_feishu`: an open `FakeFeishu`.
- `feishu_client`: an open `FeishuChat` that calls it.

`python -m feishu_chat_async.testing` runs a FakeFeishu as a process of its own.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import faults as faults, limits as limits
    from .messages.state import (
        FakeMessage as FakeMessage,
        FakePin as FakePin,
        FakeReaction as FakeReaction,
        FakeResource as FakeResource,
    )
    from .recorded import RecordedRequest as RecordedRequest
    from .requests import FakeRequest as FakeRequest, RefusedError as RefusedError
    from .server import FakeFeishu as FakeFeishu
    from .state import (
        FakeAnnouncement as FakeAnnouncement,
        FakeApp as FakeApp,
        FakeChat as FakeChat,
        FakeUser as FakeUser,
    )
else:
    from .._lazy import lazy_names

    __all__, __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "": ("faults", "limits"),
            "messages.state": ("FakeMessage", "FakePin", "FakeReaction", "FakeResource"),
            "recorded": ("RecordedRequest",),
            "requests": ("FakeRequest", "RefusedError"),
            "server": ("FakeFeishu",),
            "state": ("FakeAnnouncement", "FakeApp", "FakeChat", "FakeUser"),
        },
    )
