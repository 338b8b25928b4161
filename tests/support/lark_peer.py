"""A program that makes calls with the official SDK, unmodified.

It has a process of its own because the SDK takes seconds to import, warns, and blocks while it
fetches a token. It reads lists of calls from standard input, each a line of JSON, and writes the
results of each list as a line.
"""

import asyncio
import json
import os
import signal
import sys
from typing import Any, TextIO, get_type_hints

import lark_oapi as lark

_MAX_S = 60


def resolve(value: Any, known: dict[str, Any]) -> Any:
    """Replace references such as {"$": ["tabs.list", "chat_tabs", 0, "tab_id"]} by their values."""
    if isinstance(value, dict) and value.keys() == {"$"}:
        found: Any = known
        for name in value["$"]:
            found = found[name]
        return found
    if isinstance(value, dict):
        return {name: resolve(item, known) for name, item in value.items()}
    return [resolve(item, known) for item in value] if isinstance(value, list) else value


def request_for(method: Any, call: dict[str, Any]) -> Any:
    """Build a request for one of the SDK's methods with the SDK's builders."""
    builder = get_type_hints(method)["request"].builder()
    for name, value in {**call["path"], **call["query"]}.items():
        getattr(builder, name)(value)
    if call["body"] is not None:
        body = get_type_hints(builder.request_body)["request_body"]
        builder.request_body(body(call["body"]))
    return builder.build()


async def answer(job: dict[str, Any], output: TextIO) -> None:
    """Make each call with the synchronous or the asynchronous method, and write the results."""
    client = (
        lark.Client.builder()
        .app_id(job["app_id"])
        .app_secret(job["app_secret"])
        .domain(job["url"])
        .enable_set_token(bool(job["user_access_token"]))
        .build()
    )
    option = None
    if job["user_access_token"]:
        option = lark.RequestOption.builder().user_access_token(job["user_access_token"]).build()
    results = []
    known: dict[str, Any] = {}
    for call in job["calls"]:
        *group, name = call["method"].split(".")
        resource: Any = client
        for part in group:
            resource = getattr(resource, part)
        request = request_for(getattr(resource, name), resolve(call, known))
        arguments = (request,) if option is None else (request, option)
        if call["asynchronous"]:
            response = await getattr(resource, f"a{name}")(*arguments)
        else:
            response = getattr(resource, name)(*arguments)
        headers = {name.lower(): value for name, value in response.raw.headers.items()}
        if getattr(response, "file", None) is None:
            data = json.loads(lark.JSON.marshal(getattr(response, "data", None)) or "null")
        else:
            data = {"file_name": response.file_name, "size": len(response.file.read())}
        known[call["name"]] = data
        results.append({"code": response.code, "log_id": headers.get("x-tt-logid"), "data": data})
    print(json.dumps(results), file=output, flush=True)


def main() -> None:
    """Answer each list of calls in a fresh process, which holds no token of an earlier one.

    After each answer, or without one, write a line with the exit status of that process.
    """
    output = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the official SDK logs to standard output
    for line in sys.stdin:
        child = os.fork()
        if not child:
            signal.alarm(_MAX_S)
            asyncio.run(answer(json.loads(line), output))
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=output, flush=True)


main()
