"""The official SDK, unmodified, as a program of its own: makes the calls it is told to.

It runs by itself because it takes seconds to import, warns, and blocks while it fetches a token.
Reads a list of calls from standard input as JSON, and writes what became of each.
"""

import asyncio
import json
import sys
from typing import Any

import lark_oapi as lark
from lark_oapi.api.im import v1 as im


def builders(client: Any) -> dict[str, Any]:
    """Say, for each call by name, how the official SDK makes it."""

    def put(chat_id: str, notices: list[dict[str, str]]) -> tuple[Any, Any, Any]:
        items = []
        for notice in notices:
            builder = im.ChatTopNotice.builder().action_type(notice["action_type"])
            if "message_id" in notice:
                builder = builder.message_id(notice["message_id"])
            items.append(builder.build())
        body = im.PutTopNoticeChatTopNoticeRequestBody.builder().chat_top_notice(items).build()
        request = im.PutTopNoticeChatTopNoticeRequest.builder().chat_id(chat_id)
        calls = client.im.v1.chat_top_notice
        return request.request_body(body).build(), calls.put_top_notice, calls.aput_top_notice

    def delete(chat_id: str) -> tuple[Any, Any, Any]:
        request = im.DeleteTopNoticeChatTopNoticeRequest.builder().chat_id(chat_id).build()
        calls = client.im.v1.chat_top_notice
        return request, calls.delete_top_notice, calls.adelete_top_notice

    def get(chat_id: str, user_id_type: str) -> tuple[Any, Any, Any]:
        request = im.GetChatAnnouncementRequest.builder().chat_id(chat_id)
        calls = client.im.v1.chat_announcement
        return request.user_id_type(user_id_type).build(), calls.get, calls.aget

    def patch(chat_id: str, revision: str, requests: list[str]) -> tuple[Any, Any, Any]:
        body = im.PatchChatAnnouncementRequestBody.builder().revision(revision).requests(requests)
        request = im.PatchChatAnnouncementRequest.builder().chat_id(chat_id)
        calls = client.im.v1.chat_announcement
        return request.request_body(body.build()).build(), calls.patch, calls.apatch

    return {"put": put, "delete": delete, "get": get, "patch": patch}


async def main() -> None:
    """Make the calls, half of them through the asynchronous methods."""
    told = json.load(sys.stdin)
    client = (
        lark.Client.builder()
        .app_id(told["app_id"])
        .app_secret(told["app_secret"])
        .domain(told["url"])
        .enable_set_token(bool(told["user_access_token"]))
        .build()
    )
    make = builders(client)
    option = None
    if told["user_access_token"]:
        option = lark.RequestOption.builder().user_access_token(told["user_access_token"]).build()
    results = []
    for number, call in enumerate(told["calls"]):
        request, plain, asynchronous = make[call["name"]](**call["arguments"])
        arguments = (request,) if option is None else (request, option)
        response = plain(*arguments) if number % 2 else await asynchronous(*arguments)
        data = getattr(response, "data", None)
        headers = {name.lower(): value for name, value in response.raw.headers.items()}
        results.append(
            {
                "code": response.code,
                "log_id": headers.get("x-tt-logid"),
                "data": None if data is None else vars(data),
            }
        )
    json.dump(results, sys.stdout)


asyncio.run(main())
