"""A Feishu to test bots against: no network, no credentials, no waiting for real limits.

Import `FakeFeishu` from here; `testing.faults` holds what can go wrong, and `testing.limits` the
ways in which a server may count calls. `python -m feishu_chat_async.testing` runs one by itself.
"""

from ._message_state import FakeMessage, FakePin, FakeReaction, FakeResource
from ._recorded import RecordedRequest
from ._world import FakeAnnouncement, FakeApp, FakeChat, FakeUser
from .server import FakeFeishu

__all__ = [
    "FakeAnnouncement",
    "FakeApp",
    "FakeChat",
    "FakeFeishu",
    "FakeMessage",
    "FakePin",
    "FakeReaction",
    "FakeResource",
    "FakeUser",
    "RecordedRequest",
]
