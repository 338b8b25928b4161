"""What `FakeFeishu` does for each endpoint: documented checks, documented codes and texts."""

from collections.abc import Callable, Mapping
from typing import Final

from .._endpoint import Endpoint
from ..endpoints import announcement, auth, docx_announcement, top_notice
from ._announcements import delete_top_notice, get_announcement, patch_announcement, put_top_notice
from ._docx import (
    batch_update,
    create_children,
    delete_children,
    get_block,
    get_docx_announcement,
    list_blocks,
    list_children,
)
from ._incoming import Incoming, RefusedError


def tenant_token(incoming: Incoming) -> dict[str, object]:
    """Hand out a tenant access token."""
    app = incoming.world.apps.get(str(incoming.field("app_id")))
    if app is None:
        raise RefusedError(10003, "invalid param", status=200)
    if incoming.field("app_secret") != app.app_secret:
        raise RefusedError(10015, "wrong app secret", status=200)
    token, expire = incoming.world.tenant_token(app, incoming.now)
    return {"tenant_access_token": token, "expire": expire}


HANDLERS: Final[Mapping[Endpoint[object], Callable[[Incoming], dict[str, object]]]] = {
    auth.TENANT_TOKEN: tenant_token,
    top_notice.PUT: put_top_notice,
    top_notice.DELETE: delete_top_notice,
    announcement.GET: get_announcement,
    announcement.PATCH: patch_announcement,
    docx_announcement.BATCH_UPDATE: batch_update,
    docx_announcement.CREATE_CHILDREN: create_children,
    docx_announcement.DELETE_CHILDREN: delete_children,
    docx_announcement.GET: get_docx_announcement,
    docx_announcement.GET_BLOCK: get_block,
    docx_announcement.LIST_BLOCKS: list_blocks,
    docx_announcement.LIST_CHILDREN: list_children,
}
