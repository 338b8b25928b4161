"""Messages: send, reply, read, list, edit, recall, forward, download what is in them."""

from .forwarding import Forwarding
from .reading import Reading
from .resources import Resources
from .sending import Sending


class MessageEndpoints(Sending, Reading, Forwarding, Resources):
    """Send messages, reply, read, list, edit, recall and forward them, download what is in them.

    What is said is one of `feishu_chat_async.contents`, or a string, which arrives as it was typed.
    To one chat or person go 5 messages a second, whichever of these calls sends them.
    """
