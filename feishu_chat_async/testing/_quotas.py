"""How `FakeFeishu` counts calls against the documented limits."""

import math
from collections.abc import Mapping
from typing import Final

from aiohttp import web

from .._endpoint import Endpoint
from .faults import rejection
from .limits import Counter, CounterFactory

_APP_LIMIT_OF_DOCX: Final = 400
_TOO_MANY: Final = 429


class Quotas:
    """Counters per endpoint and app, and per chat where a limit holds for that."""

    def __init__(self, counter: CounterFactory | None) -> None:
        self._counter = counter
        self._counters: dict[tuple[str, ...], list[Counter]] = {}

    def reject(
        self, endpoint: Endpoint[object], params: Mapping[str, str], app_id: str, now: float
    ) -> web.Response | None:
        """Count a call, or make the answer that rejects it."""
        if self._counter is None:
            return None
        counted: list[tuple[int, list[Counter]]] = []
        for scope in endpoint.scopes:
            key = (scope.name, params[scope.param], app_id)
            if key not in self._counters:
                self._counters[key] = [self._counter(limit) for limit in scope.limits]
            counted.append((scope.status or _TOO_MANY, self._counters[key]))
        key_of_app = (endpoint.name, app_id)
        if key_of_app not in self._counters:
            self._counters[key_of_app] = [self._counter(limit) for limit in endpoint.limits]
        status = _APP_LIMIT_OF_DOCX if "/docx/" in endpoint.path else _TOO_MANY
        counted.append((status, self._counters[key_of_app]))
        for status, counters in counted:
            wait_s = max((counter.wait_s(now) for counter in counters), default=0.0)
            if wait_s > 0:
                return rejection(math.ceil(wait_s), status)
        for _, counters in counted:
            for counter in counters:
                counter.add(now)
        return None
