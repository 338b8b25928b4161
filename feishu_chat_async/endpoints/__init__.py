"""The endpoints: for each resource, a module with their records and the coroutines that call them.

Each module is imported on first use. Most bots need only a few, and importing them all, with their
models, takes several times as long as importing the rest of the package.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import all as all  # noqa: A004
    from . import chats as chats
    from . import docx_announcement as docx_announcement
    from . import managers as managers
    from . import members as members
    from . import menu as menu
    from . import messages as messages
    from . import moderation as moderation
    from . import pins as pins
    from . import reactions as reactions
    from . import tabs as tabs
    from . import top_notice as top_notice
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
