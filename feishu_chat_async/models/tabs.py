"""The tabs at the top of a chat."""

from typing import Self

import attrs

from ..enums import TabType


@attrs.frozen(kw_only=True)
class TabContent:
    """Where a tab leads, in the field that its type names."""

    url: str | None = None
    doc: str | None = None
    meeting_minute: str | None = None
    task: str | None = None


@attrs.frozen(kw_only=True)
class TabConfig:
    """How a tab looks and opens; only for links."""

    icon_key: str | None = None
    """Key of a picture that was uploaded for messages."""
    is_built_in: bool | None = None
    """Whether the page opens inside Feishu."""


@attrs.frozen(kw_only=True)
class Tab:
    """A tab of a chat. Make one with `Tab.url(...)` or `Tab.doc(...)`; others cannot be made."""

    tab_id: str | None = None
    """Given by Feishu."""
    tab_name: str | None = None
    """At most 60 characters."""
    tab_type: TabType
    tab_content: TabContent | None = None
    tab_config: TabConfig | None = None

    @classmethod
    def url(
        cls,
        tab_name: str,
        url: str,
        *,
        tab_id: str | None = None,
        icon_key: str | None = None,
        is_built_in: bool | None = None,
    ) -> Self:
        """Lead to a web page; `tab_id` says which tab it is, for `tabs.update`."""
        config = None
        if icon_key is not None or is_built_in is not None:
            config = TabConfig(icon_key=icon_key, is_built_in=is_built_in)
        content = TabContent(url=url)
        return cls(
            tab_id=tab_id,
            tab_name=tab_name,
            tab_type=TabType.URL,
            tab_content=content,
            tab_config=config,
        )

    @classmethod
    def doc(cls, tab_name: str, doc: str, *, tab_id: str | None = None) -> Self:
        """Show a Feishu document, which the caller must be allowed to share, by its link."""
        content = TabContent(doc=doc)
        return cls(tab_id=tab_id, tab_name=tab_name, tab_type=TabType.DOC, tab_content=content)


@attrs.frozen(kw_only=True)
class TabList:
    """The tabs of a chat, from left to right."""

    chat_tabs: tuple[Tab, ...] = ()
