"""Every endpoint that this package can call."""

from typing import Final

from .._endpoint import Endpoint
from . import (
    announcement,
    auth,
    chats,
    docx_announcement,
    managers,
    members,
    menu,
    messages,
    moderation,
    pins,
    reactions,
    tabs,
    top_notice,
)

_MODULES: Final = (
    announcement,
    auth,
    chats,
    docx_announcement,
    managers,
    members,
    menu,
    messages,
    moderation,
    pins,
    reactions,
    tabs,
    top_notice,
)

ALL: Final[tuple[Endpoint[object], ...]] = tuple(
    value for module in _MODULES for value in vars(module).values() if isinstance(value, Endpoint)
)
