"""How `FakeFeishu` counts calls against the documented limits."""

import math
from typing import Final

from aiohttp import web

from .._protocol.endpoint import Endpoint
from .faults import rejection
from .limits import Counter, CounterFactory
from .requests import FakeRequest, RefusedError
from .scoped_limits import SCOPED_LIMITS

_APP_LIMIT_OF_DOCX: Final = 400
_TOO_MANY: Final = 429


class RateCounters:
    """Counters per endpoint and app, and per chat or the like where a limit holds for that."""

    def __init__(self, counter: CounterFactory | None) -> None:
        self._counter = counter
        self._counters: dict[tuple[str, ...], list[Counter]] = {}

    def reject(
        self, endpoint: Endpoint[object], incoming: FakeRequest, app_id: str
    ) -> web.Response | None:
        """Count a call, or make the answer that rejects it."""
        if self._counter is None:
            return None
        now = incoming.now
        counted: list[tuple[int, list[Counter]]] = []
        for narrow_limit in endpoint.narrow_limits if endpoint not in SCOPED_LIMITS else ():
            key = (narrow_limit.name, incoming.params[narrow_limit.param], app_id)
            if key not in self._counters:
                self._counters[key] = [self._counter(limit) for limit in narrow_limit.limits]
            counted.append((narrow_limit.status or _TOO_MANY, self._counters[key]))
        key_of_app = (endpoint.name, app_id)
        if key_of_app not in self._counters:
            self._counters[key_of_app] = [self._counter(limit) for limit in endpoint.limits]
        status = _APP_LIMIT_OF_DOCX if "/docx/" in endpoint.path else _TOO_MANY
        counted.append((status, self._counters[key_of_app]))
        for status, counters in counted:
            wait_s = max((counter.wait_s(now) for counter in counters), default=0.0)
            if wait_s > 0:
                return rejection(math.ceil(wait_s), status)
        if (narrow := self._narrow(endpoint, incoming)) is not None:
            counted.append((_TOO_MANY, [narrow]))
        for _, counters in counted:
            for counter in counters:
                counter.add(now)
        return None

    def _narrow(self, endpoint: Endpoint[object], incoming: FakeRequest) -> Counter | None:
        """Find the counter of what else a limit holds for; refuse the call if it is one too many.

        What it holds for is decided here by itself, whatever a client takes it to be, and is the
        same for all apps.
        """
        narrow = SCOPED_LIMITS.get(endpoint)
        named = None if narrow is None else narrow.key(incoming)
        if self._counter is None or narrow is None or named is None:
            return None
        key = (narrow.name, named)
        if key not in self._counters:
            self._counters[key] = [self._counter(narrow.limit)]
        (counter,) = self._counters[key]
        if counter.wait_s(incoming.now) > 0:
            raise RefusedError(narrow.code, narrow.msg)
        return counter
