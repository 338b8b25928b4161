"""A string that is sent but never shown in logs, errors or pickles."""

from typing import NoReturn


class Secret:
    """A string whose text only `value` returns. Do not store that text in a variable."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value: str = value

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled or copied")
