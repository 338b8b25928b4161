"""System messages, of which only dividers can be sent."""

import re
from collections.abc import Mapping
from typing import ClassVar, Final, Self

import attrs

from .._protocol.converter import read_json
from .._protocol.fields import optional_flag, required_text
from .base import Sendable, check_not_empty

_DIVIDER_TEMPLATE: Final = "{divider_text}"
_VARIABLE: Final = re.compile(r"\{(\w+)\}")
_WIDE: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MAX_WIDTH: Final = 20
_LANGUAGES: Final = (
    *("de_DE", "en_US", "es_ES", "fr_FR", "id_ID", "it_IT", "ja_JP", "ko_KR"),
    *("ms_MY", "pt_BR", "ru_RU", "th_TH", "vi_VN", "zh_CN", "zh_HK", "zh_TW"),
)


@attrs.frozen(kw_only=True)
class DividerText:
    """The text of a divider."""

    text: str = required_text()
    """1 to 20 characters; a Chinese character counts as two."""
    i18n_text: Mapping[str, str] | None = None
    """Translations, preferred over `text`, by language: `zh_CN`, `en_US`, ... The same length limit
    applies. Feishu returns the languages in lowercase: `zh_cn`, `en_us`, ..."""


@attrs.frozen(kw_only=True)
class System(Sendable):
    """A system message. Only dividers can be sent; build one with `System.divider`."""

    msg_type: ClassVar[str] = "system"

    template: str = attrs.field(default=_DIVIDER_TEMPLATE)
    """The text, with variables in braces: `{from_user} invited {to_chatters} to this chat.`"""
    from_user: tuple[str, ...] = ()
    """The names of the users or bots that acted."""
    to_chatters: tuple[str, ...] = ()
    """The names of the affected members."""
    divider_text: DividerText | None = None
    """The text of a divider; None for other system messages."""
    need_rollup: bool | None = optional_flag()
    """Whether a divider scrolls earlier messages out of view; None means no. Never received."""
    variables: Mapping[str, object] = attrs.field(factory=dict)
    """The values of all other variables, as received."""

    @classmethod
    def divider(
        cls,
        text: str,
        *,
        i18n_text: Mapping[str, str] | None = None,
        need_rollup: bool | None = None,
    ) -> Self:
        """Build a divider, a line with text in it, for a one-to-one chat of the bot with a user.

        It can be sent only as the app, not as a user, and needs the scope
        `im:message:send_sys_msg`. Feishu clients before 7.20 show only the text.

        Args:
            text: 1 to 20 characters; a Chinese character counts as two.
            i18n_text: Translations, preferred over `text`, by language: `zh_CN`, `en_US`, ... Each
                has the same length limit.
            need_rollup: Whether to scroll earlier messages out of view; None means no.
        """
        return cls(
            divider_text=DividerText(text=text, i18n_text=i18n_text), need_rollup=need_rollup
        )

    @property
    def plain_text(self) -> str:
        """The template with its variables filled in; variables without a value are kept."""
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
        if self.template != _DIVIDER_TEMPLATE or self.divider_text is None:
            raise ValueError("only a divider can be sent as a System message: see System.divider")
        text = self.divider_text
        divider: dict[str, object] = {"text": _check_width("text", text.text)}
        if text.i18n_text is not None:
            divider["i18n_text"] = _check_translations(text.i18n_text)
        body: dict[str, object] = {"type": "divider", "params": {"divider_text": divider}}
        if self.need_rollup is not None:
            body["options"] = {"need_rollup": self.need_rollup}
        return body


def _check_translations(value: Mapping[str, str]) -> Mapping[str, str]:
    for language, text in value.items():
        if language not in _LANGUAGES:
            known = ", ".join(_LANGUAGES)
            raise ValueError(f"i18n_text must use only the languages {known}; got {language!r}")
        _check_width(f"i18n_text.{language}", text)
    return dict(value)


def _check_width(name: str, text: str) -> str:
    # Only ideographs count as two here. If Feishu also counts kana or other wide characters as two,
    # it rejects the message itself.
    width = len(check_not_empty(name, text)) + len(_WIDE.findall(text))
    if width > _MAX_WIDTH:
        raise ValueError(
            f"{name} must have at most 20 characters, with Chinese characters counted as two, "
            f"got {width}"
        )
    return text


@attrs.frozen(kw_only=True)
class _ReceivedSystem:
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
class _SentSystem:
    type: str
    params: _Params
    options: _Options = _Options()


def read_system(text: str) -> System:
    """Parse a system message in the form that Feishu returns or in the form that is sent."""
    members = read_json(text, dict[str, object], "content")
    if "template" not in members:
        sent = read_json(text, _SentSystem, "content")
        if sent.type != "divider":
            raise ValueError(f"content.type: must be divider, got {sent.type[:64]!r}")
        return System(divider_text=sent.params.divider_text, need_rollup=sent.options.need_rollup)
    received = read_json(text, _ReceivedSystem, "content")
    known = {field.name for field in attrs.fields(_ReceivedSystem)}
    return System(
        template=received.template,
        from_user=received.from_user,
        to_chatters=received.to_chatters,
        divider_text=received.divider_text,
        variables={name: value for name, value in members.items() if name not in known},
    )
