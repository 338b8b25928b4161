"""How some values travel: what the converter makes of them is in their names."""

from datetime import datetime, timedelta
from typing import Annotated

import attrs

EpochSeconds = Annotated[datetime, "seconds since 1970"]
"""An aware `datetime` that Feishu sends as a number of seconds, mostly inside a string."""

EpochMilliseconds = Annotated[datetime, "milliseconds since 1970"]
"""An aware `datetime` that travels as a number of milliseconds inside a string."""

DurationMilliseconds = Annotated[timedelta, "milliseconds"]
"""A `timedelta` that Feishu sends as a number of milliseconds."""

EncodedUrl = Annotated[str, "percent-encoded"]
"""A link that travels percent-encoded as a whole, as `https%3A%2F%2Fopen.feishu.cn%2F`."""


class CamelCase:
    """What models inherit from whose fields travel as `zoneId`, not as `zone_id`."""

    __slots__ = ()


def wire_name(cls: type, field: str) -> str:
    """Say under which name a field of a model travels."""
    if not issubclass(cls, CamelCase):
        return field
    first, *rest = field.split("_")
    return first + "".join(map(str.capitalize, rest))


@attrs.frozen
class JsonText:
    """A value that travels as JSON inside a string."""

    value: object


class Composed:
    """What travels as something that it makes of its fields."""

    __slots__ = ()

    def composed(self) -> object:
        """Make what is sent."""
        raise NotImplementedError
