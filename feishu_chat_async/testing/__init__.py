"""A Feishu to test bots against: no network, no credentials, no waiting for real limits.

Import `FakeFeishu` from here; `testing.faults` holds what can go wrong, and `testing.limits` the
ways in which a server may count calls. `python -m feishu_chat_async.testing` runs one by itself.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import faults as faults
    from . import limits as limits
    from .messages.state import (
        FakeMessage as FakeMessage,
    )
    from .messages.state import (
        FakePin as FakePin,
    )
    from .messages.state import (
        FakeReaction as FakeReaction,
    )
    from .messages.state import (
        FakeResource as FakeResource,
    )
    from .recorded import RecordedRequest as RecordedRequest
    from .requests import FakeRequest as FakeRequest
    from .requests import RefusedError as RefusedError
    from .server import FakeFeishu as FakeFeishu
    from .state import (
        FakeAnnouncement as FakeAnnouncement,
    )
    from .state import (
        FakeApp as FakeApp,
    )
    from .state import (
        FakeChat as FakeChat,
    )
    from .state import (
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
