"""A bot that pins messages on command: the client inside an asyncio event handler.

It listens for events as Feishu sends them (type `im.message.receive_v1`, unencrypted). In a group,
mention the bot and reply `/pin` to a message to pin that message to the top of the chat; `/unpin`
unpins it. Feishu expects a response within 3 seconds, so the work continues after the response.

    python examples/event_handler.py --port 8000

It needs FEISHU_APP_ID and FEISHU_APP_SECRET, and FEISHU_BASE_URL to use a FakeFeishu. A real bot
must also verify the event's signature and drop events that it has already received.
"""

import argparse
import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from feishu_chat_async import FeishuChat, FeishuError, TopNotice

FEISHU = web.AppKey("FEISHU", FeishuChat)
TASKS = web.AppKey("TASKS", set[asyncio.Task[None]])

log = logging.getLogger("event_handler")


async def feishu_client(app: web.Application) -> AsyncIterator[None]:
    """Open one client when the server starts; when it stops, wait for the tasks and close it."""
    async with FeishuChat.from_env(timeout_s=20) as feishu:
        app[FEISHU], app[TASKS] = feishu, set()
        yield
        await asyncio.gather(*app[TASKS])


async def on_event(request: web.Request) -> web.Response:
    """Respond to Feishu's URL verification, or start a task for a message."""
    event = await request.json()
    if event.get("type") == "url_verification":
        return web.json_response({"challenge": event["challenge"]})
    if event.get("header", {}).get("event_type") == "im.message.receive_v1":
        tasks = request.app[TASKS]
        task = asyncio.create_task(on_message(request.app[FEISHU], event["event"]["message"]))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    return web.json_response({})


def command_of(message: dict[str, Any]) -> str:
    """Return the text of a message without its mentions: "@_user_1 /pin" becomes "/pin"."""
    keys = {mention["key"] for mention in message.get("mentions") or ()}
    words = json.loads(message["content"]).get("text", "").split()
    return " ".join(word for word in words if word not in keys)


async def on_message(feishu: FeishuChat, message: dict[str, Any]) -> None:
    """Run the command in a message, if there is one."""
    command = command_of(message)
    try:
        if command == "/pin" and message.get("parent_id"):
            await feishu.top_notice.put(message["chat_id"], TopNotice.message(message["parent_id"]))
        elif command == "/unpin":
            await feishu.top_notice.delete(message["chat_id"])
    except FeishuError as error:
        log.warning("%s: %s", command, error)


def build_app() -> web.Application:
    """Build the web application."""
    app = web.Application()
    app.cleanup_ctx.append(feishu_client)
    app.router.add_post("/events", on_event)
    return app


def main() -> None:
    """Parse the command line and run the server."""
    parser = argparse.ArgumentParser(description="A bot that pins messages.")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    web.run_app(build_app(), port=arguments.port)


if __name__ == "__main__":
    main()
