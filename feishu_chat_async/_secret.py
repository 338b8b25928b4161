"""What is sent and never shown."""


class Secret:
    """A string that shows only in `value`: pass that on, and keep it in no variable."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
