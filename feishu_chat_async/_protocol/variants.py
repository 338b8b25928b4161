"""Objects that come in variants, told apart by a member, a number or a tag.

::

    {"block_id": "doxcn1", "block_type": 2, "text": {"elements": [...]}}

is a `TextBlock` with `block_id` and `elements`: fields that all variants share are next to the
member `text`, and the fields of this variant are inside it. A second field can repeat the variant
as a number (`block_type`) or by name (`{"type": "person", "person": {...}}`). Where only a tag
names the variant, there is no such member: `{"tag": "img", "image_key": ...}`.

A variant registers itself where it is defined::

    @Block.variants.register("text", number=2)
    @attrs.frozen(kw_only=True)
    class TextBlock(Block): ...
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

T = TypeVar("T")


class Variants:
    """The variants of one type of object, by wire name.

    Args:
        shared: Fields next to the member that names the variant.
        number_field: The field that repeats the variant as a number, if there is one.
        name_field: The field that repeats the variant's name, if there is one.
        tag_field: The field that names the variant where no member does.
    """

    def __init__(
        self,
        *,
        shared: tuple[str, ...] = (),
        number_field: str | None = None,
        name_field: str | None = None,
        tag_field: str | None = None,
    ) -> None:
        self.shared: Final = shared
        self.number_field: Final = number_field
        self.name_field: Final = name_field
        self.tag_field: Final = tag_field
        self.classes: Final[dict[str, type]] = {}
        self.names: Final[dict[type, str]] = {}
        self.name_of_number: Final[dict[int, str]] = {}
        self.number_of_name: Final[dict[str, int]] = {}
        self._fallback: type | None = None

    def register(self, name: str, *, number: int | None = None) -> Callable[[type[T]], type[T]]:
        """Return a class decorator that adds a variant under its wire name."""

        def add(cls: type[T]) -> type[T]:
            self.classes[name] = cls
            self.names[cls] = name
            if number is not None:
                self.name_of_number[number] = name
                self.number_of_name[name] = number
            return cls

        return add

    def register_fallback(self, cls: type[T]) -> type[T]:
        """Add the class for unknown variants; its `content` keeps fields that are not shared."""
        self._fallback = cls
        return cls

    @property
    def fallback(self) -> type:
        """The class for variants that are not registered."""
        if self._fallback is None:
            raise RuntimeError("no class is registered for unknown variants")
        return self._fallback

    def name_in(self, wire: Mapping[str, object]) -> str | None:
        """Return the name of the one member that names a variant, or None if there is not one."""
        found = [name for name in wire if name in self.classes and wire[name] is not None]
        return found[0] if len(found) == 1 else None
