"""The tabs at the top of a chat."""

from typing import Self

import attrs

from ..enums import TabType, TabTypeLike


@attrs.frozen(kw_only=True)
class TabContent:
    """The link of a tab, in the field named after the tab's type."""

    url: str | None = None
    """The URL of a web page, for the type `URL`."""
    doc: str | None = None
    """The link of a Feishu document, for the type `DOC`."""
    meeting_minute: str | None = None
    """The link of meeting minutes. Read-only."""
    task: str | None = None
    """The link of a task list. Read-only."""


@attrs.frozen(kw_only=True)
class TabConfig:
    """The icon of a tab and how it opens; only for the type `URL`."""

    icon_key: str | None = None
    """The key of an image that was uploaded for messages."""
    is_built_in: bool | None = None
    """Whether the page opens inside Feishu."""


@attrs.frozen(kw_only=True)
class Tab:
    """A tab of a chat.

    Build one with `Tab.url(...)` or `Tab.doc(...)`; tabs of other types are read-only.
    """

    tab_id: str | None = None
    """The tab's id, assigned by Feishu; None until the tab is created."""
    tab_name: str | None = None
    """The name, at most 60 characters."""
    tab_type: TabTypeLike
    """What the tab shows."""
    tab_content: TabContent | None = None
    """The link of the tab, for types that have one."""
    tab_config: TabConfig | None = None
    """The icon and how the tab opens, for the type `URL`."""

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
        """Build a tab that shows a web page.

        Args:
            tab_name: The name, at most 60 characters.
            url: The URL of the page, which begins with `http://` or `https://`.
            tab_id: The tab to change, for `tabs.update`; None for a new tab.
            icon_key: The icon: the key of an image that was uploaded for messages.
            is_built_in: Whether the page opens inside Feishu.
        """
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
        """Build a tab that shows a Feishu document.

        Args:
            tab_name: The name, at most 60 characters.
            doc: The link of the document; the caller must be one of its collaborators.
            tab_id: The tab to change, for `tabs.update`; None for a new tab.
        """
        content = TabContent(doc=doc)
        return cls(tab_id=tab_id, tab_name=tab_name, tab_type=TabType.DOC, tab_content=content)


@attrs.frozen(kw_only=True)
class TabList:
    """The tabs of a chat."""

    chat_tabs: tuple[Tab, ...] = ()
    """The tabs, from left to right."""
