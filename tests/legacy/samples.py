"""Documents in the legacy format and their parts, as shown on the official pages."""

import json
from typing import Any

from feishu_chat_async import Announcement, legacy
from feishu_chat_async._protocol.converter import to_wire

# As on https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/chat/chat-announcement/intro
OFFICIAL = r"""{"title":{"elements":[{"type":"textRun","textRun":{"text":"announcement","style":{},"location":{"zoneId":"0","startIndex":0,"endIndex":12}}}],"location":{"zoneId":"0","startIndex":0,"endIndex":12},"lineId":"4m10Rp"},"body":{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"Announcement.","style":{},"location":{"zoneId":"0","startIndex":13,"endIndex":26}}}],"location":{"zoneId":"0","startIndex":13,"endIndex":26},"lineId":"5VYRPT"}},{"type":"paragraph","paragraph":{"elements":[],"location":{"zoneId":"0","startIndex":27,"endIndex":27}}}]}}"""  # noqa: E501


def location(start: int, end: int, zone_id: str = "0") -> dict[str, Any]:
    return {"zoneId": zone_id, "startIndex": start, "endIndex": end}


RED = {"red": 216, "green": 57, "blue": 49, "alpha": 1.0}
URL = "https%3A%2F%2Fwww.baidu.com%2Fmaps%3Fkey%3D1"

ELEMENTS: dict[str, dict[str, Any]] = {
    "textRun": {
        "text": "red \U0001f600",
        "style": {
            "bold": True,
            "italic": True,
            "strikeThrough": True,
            "underLine": True,
            "codeInline": False,
            "backColor": RED,
            "textColor": RED,
            "link": {"url": URL},
        },
        "lineId": "4m10Rp",
    },
    "docsLink": {"url": "https://sample.feishu.cn/docs/doccnByZP6puODElAYySJkPIfUb"},
    "person": {"openId": "ou_3bbe8a09c20e89cce9bff989ed840674"},
    "equation": {"equation": "E=mc^2"},
    "reminder": {
        "isWholeDay": True,
        "timestamp": 1609296809,
        "shouldNotify": True,
        "notifyType": 50,
    },
    "file": {"fileToken": "boxcn1", "viewType": "inline", "fileName": "plan.txt"},
    "jira": {"token": "jftcn1", "jiraType": "issue"},
    "undefinedElement": {},
}


def element(kind: str) -> dict[str, Any]:
    return {"type": kind, kind: {**ELEMENTS[kind], "location": location(14, 15)}}


PARAGRAPH = {
    "elements": [element(kind) for kind in ELEMENTS],
    "style": {
        "headingLevel": 2,
        "collapse": True,
        "list": {"type": "checkedBox", "indentLevel": 1, "number": 3},
        "quote": True,
        "align": "center",
    },
    "lineId": "5VYRPT",
}
LINE = {
    "type": "paragraph",
    "paragraph": {"elements": [], "style": {}, "location": location(0, 0, "xr1")},
}

BLOCKS: dict[str, dict[str, Any]] = {
    "paragraph": PARAGRAPH,
    "horizontalLine": {},
    "embeddedPage": {"type": "baidumap", "url": URL, "width": 637.0, "height": 364.0},
    "chatGroup": {"openChatId": "oc_4149593da6ef5fe4de16b10cb4769c94"},
    "table": {
        "tableId": "rslqdc",
        "rowSize": 1,
        "columnSize": 1,
        "tableRows": [
            {
                "rowIndex": 0,
                "tableCells": [{"columnIndex": 0, "zoneId": "xr1", "body": {"blocks": [LINE]}}],
            }
        ],
        "tableStyle": {"tableColumnProperties": [{"width": 100}]},
        "mergedCells": [
            {
                "mergedCellId": "iskfju5o",
                "rowStartIndex": 0,
                "rowEndIndex": 1,
                "columnStartIndex": 0,
                "columnEndIndex": 1,
            }
        ],
    },
    "sheet": {"token": "shtcn_m7", "rowSize": 3, "columnSize": 3},
    "bitable": {"token": "shtcn_m7", "viewType": "grid"},
    "gallery": {
        "galleryStyle": {"align": "left"},
        "imageList": [{"fileToken": "boxcn1", "width": 10.5, "height": 7.0}],
    },
    "file": {"fileToken": "boxcn1", "viewType": "card", "fileName": "plan.txt"},
    "diagram": {"token": "diacn1", "diagramType": "uml"},
    "jira": {"token": "jftcn1", "jiraType": "filter"},
    "poll": {"token": "jsncn1"},
    "code": {
        "language": "Python",
        "wrapContent": True,
        "body": {"blocks": [LINE]},
        "zoneId": "z1",
    },
    "docsApp": {"typeId": "blk_5f992038c64240015d280958", "instanceId": "i1"},
    "callout": {
        "calloutEmojiId": "smile",
        "calloutBackgroundColor": RED,
        "calloutBorderColor": RED,
        "calloutTextColor": RED,
        "body": {"blocks": [LINE]},
        "zoneId": "z2",
    },
    "undefinedBlock": {},
}


def block(kind: str) -> dict[str, Any]:
    return {"type": kind, kind: {**BLOCKS[kind], "location": location(13, 14)}}


NEW_BLOCK = {"type": "hologram", "hologram": {"depth": 3, "location": location(13, 14)}}
NEW_ELEMENT = {"type": "smell", "smell": {"of": "roses", "location": location(14, 15)}}


def whole(*blocks: dict[str, Any]) -> dict[str, Any]:
    title = {"elements": [element("textRun")], "style": {"align": "center"}}
    return {"title": {**title, "location": location(0, 12)}, "body": {"blocks": list(blocks)}}


def read(document: dict[str, Any]) -> legacy.LegacyDocument:
    return Announcement(content=json.dumps(document), revision="1").document()


def official() -> legacy.LegacyDocument:
    return Announcement(content=OFFICIAL, revision="12").document()


def line(text: str) -> dict[str, Any]:
    run = {"type": "textRun", "textRun": {"text": text}}
    return {"type": "paragraph", "paragraph": {"elements": [run]}}


def span(operation: legacy.DeleteContentRange) -> tuple[int, int]:
    return operation.delete_range.start_index, operation.delete_range.end_index


def encoded(operation: legacy.Operation) -> str:
    text = to_wire(operation)
    assert isinstance(text, str)
    return text


def parsed(text: str) -> Any:
    """Parse an operation, and the JSON in a string inside it."""
    operation = json.loads(text)
    for content in operation.values():
        if isinstance(content, dict) and "payload" in content:
            content["payload"] = json.loads(content["payload"])
    return operation
