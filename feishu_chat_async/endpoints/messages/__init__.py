"""Messages: send, reply, read, list, edit, recall, forward, and download their files."""

from .forwarding import Forwarding
from .reading import Reading
from .resources import Resources
from .sending import Sending


class MessageEndpoints(Sending, Reading, Forwarding, Resources):
    """Send messages, reply, read, list, edit, recall and forward them, and download their files.

    The `content` of a message is one of the classes of `feishu_chat_async.contents`, or a string,
    which is sent as text and shown as it was typed, never as markup.

    Besides the limits of each endpoint, a chat or user can be sent 5 messages a second. All calls
    that send share them: for one chat, Feishu counts the messages of all its bots together.

    Feishu sends at most one message for the same `uuid` in an hour, so a call that sends is retried
    under its `uuid`. A call without one gets a random one, which its retries keep. Give your own,
    up to 50 characters and new for each message, to try again after the call itself has failed.
    """
