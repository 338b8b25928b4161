"""How times travel."""

from datetime import datetime
from typing import Annotated

EpochSeconds = Annotated[datetime, "seconds since 1970"]
"""An aware `datetime` that Feishu sends as a number of seconds, mostly inside a string."""
