"""The endpoints: per resource, a module with their records and the coroutines that call them.

Each module is imported on first use. Most bots need only a few, and importing all of them with
their models takes several times as long as importing the rest of the package.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        all as all,  # noqa: A004
        chats as chats,
        docx_announcement as docx_announcement,
        managers as managers,
        members as members,
        menu as menu,
        messages as messages,
        moderation as moderation,
        pins as pins,
        reactions as reactions,
        tabs as tabs,
        top_notice as top_notice,
    )
else:
    from .._lazy import lazy_names

    __all__, __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "": (
                "all",
                "chats",
                "docx_announcement",
                "managers",
                "members",
                "menu",
                "messages",
                "moderation",
                "pins",
                "reactions",
                "tabs",
                "top_notice",
            ),
        },
    )
