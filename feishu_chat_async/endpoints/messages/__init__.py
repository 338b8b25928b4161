"""Messages: send, reply to, read, list, edit, recall and forward them; download their files."""

from .forwarding import Forwarding
from .reading import Reading
from .resources import Resources
from .sending import Sending


class MessageEndpoints(Sending, Reading, Forwarding, Resources):
    """Calls that send, reply to, read, list, edit, recall, forward and download messages.

    The `content` of a message is an object of `feishu_chat_async.contents`, or a string, which is
    sent as text and shown as it was typed, never as markup.

    Besides the limits of each endpoint, a chat or user can be sent 5 messages a second. All calls
    that send share them: for one chat, Feishu counts the messages of all its bots together.

    Feishu sends at most one message for the same `uuid` within an hour, so calls that send can be
    retried. A call without a `uuid` generates one, which its retries keep. To be able to repeat a
    call that has failed, pass your own: up to 50 characters, a new one for each message.
    """
