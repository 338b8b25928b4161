"""The command line that runs a FakeFeishu: `python -m feishu_chat_async.testing --port 8080`."""

import argparse
import asyncio
import signal
from contextlib import suppress

from .server import FakeFeishu


async def serve(host: str, port: int) -> None:
    """Run a FakeFeishu and print how to reach it, until SIGINT or SIGTERM.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 for any free port.
    """
    async with FakeFeishu(host=host, port=port) as fake:
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # on Windows, Ctrl-C ends `asyncio.run` by itself
                asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        print(f"FEISHU_BASE_URL={fake.url}")
        print(f"FEISHU_APP_ID={fake.app_id}")
        print(f"FEISHU_APP_SECRET={fake.app_secret}")
        print(f"CHAT_ID={fake.chat_id}")
        print(f"MESSAGE_ID={fake.message_id}", flush=True)
        await stopped.wait()


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m feishu_chat_async.testing",
        description="A fake Feishu on this machine, with an app, a chat and a message in it.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 for any")
    arguments = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments.host, arguments.port))


if __name__ == "__main__":
    main()
