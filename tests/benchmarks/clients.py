"""The clients that are compared, each used as its documentation says.

A client imports its package when it is created, so that a process loads only the one it measures.
`limited` is False where a client's rate limits would be measured instead of its calls.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from feishu_chat_async import RateLimits

APP_ID: Final = "cli_slkdjalasdkjasd"
APP_SECRET: Final = "dskLLdkasdjlasdKK"
CHAT_ID: Final = "oc_5ad11d72b830411d72b836c20"
MESSAGE_ID: Final = "om_dc13264520392913993dd051dba21dcf"

OURS: Final = "ours"
BARE: Final = "bare aiohttp"
LARK: Final = "lark-oapi"
BOT_SDK: Final = "feishu-bot-sdk"
LIFTED: Final = "ours, limits lifted"
UNREACHED: Final = "ours, limits never reached"
UVLOOP: Final = "ours, uvloop"


class RefusedError(Exception):
    """The server refused a call."""


class Client(Protocol):
    """The calls that are measured."""

    async def pin(self) -> None:
        """Pin a message to the top of a chat."""

    async def chats(self) -> int:
        """List a page of chats, and return how many it has."""

    async def close(self) -> None:
        """Close the client."""


class Ours:
    """This package."""

    def __init__(self, url: str, limits: "RateLimits | None") -> None:
        from feishu_chat_async import FeishuChat, FeishuError, TopNotice

        self.feishu = FeishuChat(APP_ID, APP_SECRET, base_url=url, limits=limits, timeout_s=None)
        self.message = TopNotice.message
        self.error = FeishuError

    async def pin(self) -> None:
        try:
            await self.feishu.top_notice.put(CHAT_ID, self.message(MESSAGE_ID))
        except self.error as error:
            raise RefusedError(type(error).__name__) from None

    async def chats(self) -> int:
        return len((await self.feishu.chats.list(page_size=100)).items)

    async def close(self) -> None:
        await self.feishu.close()


class Bare:
    """Code written by hand: no limits, no retries, no token renewal, dicts as results."""

    def __init__(self, url: str) -> None:
        import asyncio

        import aiohttp

        timeout = aiohttp.ClientTimeout(total=30)
        self.session = aiohttp.ClientSession(timeout=timeout)
        self.api = f"{url}/open-apis"
        self.lock = asyncio.Lock()
        self.token = ""

    async def headers(self) -> dict[str, str]:
        if not self.token:
            async with self.lock:
                if not self.token:
                    await self.fetch_token()
        return {"Authorization": f"Bearer {self.token}"}

    async def fetch_token(self) -> None:
        path = f"{self.api}/auth/v3/tenant_access_token/internal"
        body = {"app_id": APP_ID, "app_secret": APP_SECRET}
        async with self.session.post(path, json=body) as response:
            self.token = (await response.json())["tenant_access_token"]

    async def pin(self) -> None:
        path = f"{self.api}/im/v1/chats/{CHAT_ID}/top_notice/put_top_notice"
        body = {"chat_top_notice": [{"action_type": "1", "message_id": MESSAGE_ID}]}
        headers = await self.headers()
        async with self.session.post(path, json=body, headers=headers) as response:
            envelope = await response.json()
        if envelope["code"] != 0:
            raise RefusedError(envelope["msg"])

    async def chats(self) -> int:
        query = {"page_size": "100", "user_id_type": "open_id"}
        path = f"{self.api}/im/v1/chats"
        headers = await self.headers()
        async with self.session.get(path, params=query, headers=headers) as response:
            envelope = await response.json()
        if envelope["code"] != 0:
            raise RefusedError(envelope["msg"])
        return len(envelope["data"]["items"])

    async def close(self) -> None:
        await self.session.close()


class LarkOapi:
    """The official SDK's asynchronous methods."""

    def __init__(self, url: str) -> None:
        import lark_oapi
        from lark_oapi.api.im import v1

        builder = lark_oapi.Client.builder().app_id(APP_ID).app_secret(APP_SECRET)
        self.client = builder.domain(url).build()
        self.v1 = v1

    async def pin(self) -> None:
        v1 = self.v1
        notice = v1.ChatTopNotice.builder().action_type("1").message_id(MESSAGE_ID).build()
        body = v1.PutTopNoticeChatTopNoticeRequestBody.builder().chat_top_notice([notice]).build()
        builder = v1.PutTopNoticeChatTopNoticeRequest.builder()
        request = builder.chat_id(CHAT_ID).request_body(body).build()
        response = await self.client.im.v1.chat_top_notice.aput_top_notice(request)
        if not response.success():
            raise RefusedError(response.msg)

    async def chats(self) -> int:
        builder = self.v1.ListChatRequest.builder()
        request = builder.page_size(100).user_id_type("open_id").build()
        response = await self.client.im.v1.chat.alist(request)
        if not response.success():
            raise RefusedError(response.msg)
        return len(response.data.items)

    async def close(self) -> None:
        """Do nothing: this client cannot be closed."""


class FeishuBotSdk:
    """The asynchronous client of feishu-bot-sdk."""

    def __init__(self, url: str, *, limited: bool) -> None:
        from feishu_bot_sdk import AsyncFeishuClient, FeishuConfig
        from feishu_bot_sdk.chat import AsyncChatService
        from feishu_bot_sdk.exceptions import SDKError

        config = FeishuConfig(
            app_id=APP_ID,
            app_secret=APP_SECRET,
            base_url=f"{url}/open-apis",
            rate_limit_enabled=limited,
        )
        self.client = AsyncFeishuClient(config)
        self.service = AsyncChatService(self.client)
        self.error = SDKError

    async def pin(self) -> None:
        notice = {"chat_top_notice": [{"action_type": "1", "message_id": MESSAGE_ID}]}
        try:
            await self.service.put_top_notice(CHAT_ID, notice)
        except self.error as error:
            raise RefusedError(type(error).__name__) from None

    async def chats(self) -> int:
        page = await self.service.list_chats(page_size=100, user_id_type="open_id")
        return len(page["items"])

    async def close(self) -> None:
        await self.client.aclose()


def create(name: str, url: str, *, limited: bool) -> Client:
    """Create a client, with or without its own rate limits."""
    if name == BARE:
        return Bare(url)
    if name == LARK:
        return LarkOapi(url)
    if name == BOT_SDK:
        return FeishuBotSdk(url, limited=limited)
    from feishu_chat_async import DEFAULT_LIMITS, Limit, RateLimits
    from feishu_chat_async.endpoints import chats, top_notice

    if name == UNREACHED:
        high = (Limit(1_000_000, 1.0), Limit(20_000_000, 60.0))
        overrides = {top_notice.PUT.name: high, chats.LIST.name: high}
        return Ours(url, RateLimits(spacing_s=0, overrides=overrides))
    return Ours(url, DEFAULT_LIMITS if limited and name == OURS else None)


MODULES: Final = {LARK: "lark_oapi", BOT_SDK: "feishu_bot_sdk", UVLOOP: "uvloop"}


def is_installed(name: str) -> bool:
    """Return whether the client's package is installed."""
    return name not in MODULES or find_spec(MODULES[name]) is not None
