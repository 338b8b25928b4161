"""One file per resource: the records of its endpoints, and the coroutines that call them."""

from typing import Final

from .._endpoint import Endpoint
from . import announcement, auth, top_notice

ALL: Final[tuple[Endpoint[object], ...]] = (
    announcement.GET,
    announcement.PATCH,
    auth.TENANT_TOKEN,
    top_notice.DELETE,
    top_notice.PUT,
)
"""Every endpoint that this package can call."""
