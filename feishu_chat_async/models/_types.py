"""How some values travel: what the converter makes of them is in their names."""

from datetime import datetime
from typing import Annotated

EpochSeconds = Annotated[datetime, "seconds since 1970"]
"""An aware `datetime` that Feishu sends as a number of seconds, mostly inside a string."""

EpochMilliseconds = Annotated[datetime, "milliseconds since 1970"]
"""An aware `datetime` that travels as a number of milliseconds inside a string."""

EncodedUrl = Annotated[str, "percent-encoded"]
"""A link that travels percent-encoded as a whole, as `https%3A%2F%2Fopen.feishu.cn%2F`."""
