"""Operations on announcements in the legacy format, as other clients write them."""

import json
from typing import Any


def insert(text: str, **location: Any) -> str:
    """Return an operation, as JSON, that inserts a paragraph; by default at the end."""
    run = {"type": "textRun", "textRun": {"text": text, "style": {}}}
    block = {"type": "paragraph", "paragraph": {"elements": [run], "style": {}}}
    where = {"zoneId": "0", "index": 0, "endOfZone": True} | location
    request = {"payload": json.dumps({"blocks": [block]}), "location": where}
    return json.dumps({"requestType": "InsertBlocksRequestType", "insertBlocksRequest": request})
