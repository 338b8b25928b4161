"""System messages: many are received, and one kind is sent."""

import re
from collections.abc import Mapping
from typing import ClassVar, Final, Self

import attrs

from .._protocol.converter import read_json
from .._protocol.fields import flag, needed
from .base import Sendable, not_empty

_DIVIDER: Final = "{divider_text}"
_VARIABLE: Final = re.compile(r"\{(\w+)\}")
_WIDE: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MAX_WIDTH: Final = 20
_LANGUAGES: Final = (
    *("de_DE", "en_US", "es_ES", "fr_FR", "id_ID", "it_IT", "ja_JP", "ko_KR"),
    *("ms_MY", "pt_BR", "ru_RU", "th_TH", "vi_VN", "zh_CN", "zh_HK", "zh_TW"),
)


@attrs.frozen(kw_only=True)
class DividerText:
    """What a divider says."""

    text: str = needed()
    """Up to 20 characters, of which a Chinese one counts two."""
    i18n_text: Mapping[str, str] | None = None
    """The same in other languages, by their names: `zh_CN`, `en_US`, ..."""


@attrs.frozen(kw_only=True)
class System(Sendable):
    """What Feishu itself says in a chat. Only a divider can be sent: `System.divider` makes it."""

    msg_type: ClassVar[str] = "system"

    template: str = attrs.field(default=_DIVIDER)
    """What it says, in English, with names of variables in braces: `{from_user} invited ...`."""
    from_user: tuple[str, ...] = ()
    """Names of those who did it."""
    to_chatters: tuple[str, ...] = ()
    """Names of those to whom it was done."""
    divider_text: DividerText | None = None
    need_rollup: bool | None = flag()
    """Whether a divider scrolls what is above it out of sight; it is only sent."""
    variables: Mapping[str, object] = attrs.field(factory=dict)
    """All others that came, as they came."""

    @classmethod
    def divider(
        cls,
        text: str,
        *,
        i18n_text: Mapping[str, str] | None = None,
        need_rollup: bool | None = None,
    ) -> Self:
        """Make a line with a text in it, for a chat between the bot and one person."""
        return cls(
            divider_text=DividerText(text=text, i18n_text=i18n_text), need_rollup=need_rollup
        )

    @property
    def plain_text(self) -> str:
        """The template with its variables; one that has no value stays as it stands."""
        return _VARIABLE.sub(lambda found: self._value(found[1], found[0]), self.template)

    def _value(self, name: str, default: str) -> str:
        if name == "divider_text":
            return self.divider_text.text if self.divider_text else default
        names = {"from_user": self.from_user, "to_chatters": self.to_chatters}
        value = names.get(name, self.variables.get(name))
        if isinstance(value, list | tuple):
            return ", ".join(item for item in value if isinstance(item, str))
        return value if isinstance(value, str) else default

    def _body(self) -> object:
        if self.template != _DIVIDER or self.divider_text is None:
            raise ValueError("a System that is sent must be a divider: see System.divider")
        text = self.divider_text
        divider: dict[str, object] = {"text": _checked("text", text.text)}
        if text.i18n_text is not None:
            divider["i18n_text"] = _translations(text.i18n_text)
        body: dict[str, object] = {"type": "divider", "params": {"divider_text": divider}}
        if self.need_rollup is not None:
            body["options"] = {"need_rollup": self.need_rollup}
        return body


def _translations(value: Mapping[str, str]) -> Mapping[str, str]:
    for language, text in value.items():
        if language not in _LANGUAGES:
            known = ", ".join(_LANGUAGES)
            raise ValueError(f"i18n_text must name languages of {known}, got {language!r}")
        _checked(f"i18n_text.{language}", text)
    return dict(value)


def _checked(name: str, text: str) -> str:
    # Only ideographs count two: for kana and the like Feishu may, and says so if it does.
    width = len(not_empty(name, text)) + len(_WIDE.findall(text))
    if width > _MAX_WIDTH:
        raise ValueError(
            f"{name} must have at most 20 characters, or 10 Chinese ones, which count two; "
            f"got {width}"
        )
    return text


@attrs.frozen(kw_only=True)
class _Received:
    template: str
    from_user: tuple[str, ...] = ()
    to_chatters: tuple[str, ...] = ()
    divider_text: DividerText | None = None


@attrs.frozen(kw_only=True)
class _Params:
    divider_text: DividerText


@attrs.frozen(kw_only=True)
class _Options:
    need_rollup: bool | None = None


@attrs.frozen(kw_only=True)
class _Sent:
    type: str
    params: _Params
    options: _Options = _Options()


def read_system(text: str) -> System:
    """Read a system message as Feishu sends it, or as it is sent."""
    members = read_json(text, dict[str, object], "content")
    if "template" not in members:
        sent = read_json(text, _Sent, "content")
        if sent.type != "divider":
            raise ValueError(f"content.type: is not known, {sent.type[:64]!r}")
        return System(divider_text=sent.params.divider_text, need_rollup=sent.options.need_rollup)
    got = read_json(text, _Received, "content")
    known = {field.name for field in attrs.fields(_Received)}
    return System(
        template=got.template,
        from_user=got.from_user,
        to_chatters=got.to_chatters,
        divider_text=got.divider_text,
        variables={name: value for name, value in members.items() if name not in known},
    )
