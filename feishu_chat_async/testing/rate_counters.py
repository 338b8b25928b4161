"""The counters of the documented rate limits in a `FakeFeishu`."""

import math
from typing import Final

from aiohttp import web

from .._protocol.endpoint import Endpoint
from .faults import rejection
from .limits import Counter, CounterFactory
from .requests import FakeRequest, RefusedError
from .scoped_limits import SCOPED_LIMITS

_DOCX_REJECTED: Final = 400
_REJECTED: Final = 429


class RateCounters:
    """The counters per endpoint and app, and per chat, recipient or message.

    Args:
        counter: Builds the counter of a limit; None to accept every call.
    """

    def __init__(self, counter: CounterFactory | None) -> None:
        self._counter = counter
        self._counters: dict[tuple[str, ...], list[Counter]] = {}

    def reject(
        self, endpoint: Endpoint[object], request: FakeRequest, app_id: str
    ) -> web.Response | None:
        """Count a call and return None, or return the answer that rejects it.

        Raises:
            RefusedError: A limit per recipient or message is exceeded.
        """
        if self._counter is None:
            return None
        now = request.now
        counted: list[tuple[int, list[Counter]]] = []
        for narrow_limit in endpoint.narrow_limits if endpoint not in SCOPED_LIMITS else ():
            key = (narrow_limit.name, request.path[narrow_limit.param], app_id)
            if key not in self._counters:
                self._counters[key] = [self._counter(limit) for limit in narrow_limit.limits]
            counted.append((narrow_limit.status or _REJECTED, self._counters[key]))
        key_of_app = (endpoint.name, app_id)
        if key_of_app not in self._counters:
            self._counters[key_of_app] = [self._counter(limit) for limit in endpoint.limits]
        status = _DOCX_REJECTED if "/docx/" in endpoint.path else _REJECTED
        counted.append((status, self._counters[key_of_app]))
        for status, counters in counted:
            wait_s = max((counter.wait_s(now) for counter in counters), default=0.0)
            if wait_s > 0:
                return rejection(math.ceil(wait_s), status)
        if (scoped := self._scoped_counter(endpoint, request)) is not None:
            counted.append((_REJECTED, [scoped]))
        for _, counters in counted:
            for counter in counters:
                counter.add(now)
        return None

    def _scoped_counter(self, endpoint: Endpoint[object], request: FakeRequest) -> Counter | None:
        """Return the counter of a request's recipient or message, or refuse the request.

        The key is derived from the request alone, independently of the client's own bookkeeping,
        and all apps share the counter.
        """
        scoped = SCOPED_LIMITS.get(endpoint)
        applies_to = None if scoped is None else scoped.key(request)
        if self._counter is None or scoped is None or applies_to is None:
            return None
        key = (scoped.name, applies_to)
        if key not in self._counters:
            self._counters[key] = [self._counter(scoped.limit)]
        (counter,) = self._counters[key]
        if counter.wait_s(request.now) > 0:
            raise RefusedError(scoped.code, scoped.msg)
        return counter
