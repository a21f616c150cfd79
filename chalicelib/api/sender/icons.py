"""Icons of tenants: set by their clients, seen by everybody."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Any, Literal

from pydantic import Field

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import Wire
from chalicelib.content.checks.images import check_icon
from chalicelib.content.model import InvalidFiles
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.ids import is_object_key
from chalicelib.wiring import operator

# A file of 1 MB, as base64, and the JSON around it.
ICON_LIMIT = 1_400_000
# A new icon is seen everywhere within the hour.
HEADERS = {
    "content-type": "image/png", "cache-control": "public, max-age=3600", "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox", "cross-origin-resource-policy": "cross-origin",
}


class NotAcceptable(Invalid):
    """Asked for in a way that the gateway cannot answer with a picture."""

    number = 40600
    slug = "not_acceptable"


class IconFile(Wire):
    """A picture, as base64."""

    name: str | None = None
    """The file's name; it is not kept."""
    data: str = Field(repr=False)
    """The picture as base64."""
    content_type: Literal["image/png"]
    """Always `image/png`."""

    def read(self) -> bytes:
        """Decode it; some software folds base64 into lines."""
        try:
            return base64.b64decode(re.sub(r"\s+", "", self.data), validate=True)
        except (binascii.Error, ValueError):
            raise InvalidFiles("file.data is not base64.") from None


class IconIn(Wire):
    """A tenant's icon."""

    file: IconFile
    """The picture: a square PNG32 of 256 to 512 pixels."""


@door.route(
    "POST", "/v2/tenant/{tenantKey}/icon", guard="post:kivra.v2.tenant.{tenantKey}.icon", body=IconIn,
    answers={204: None}, refuses=(40019, 40030, 40031), limit=ICON_LIMIT, tag="Tenants",
)
def set_icon(call: Call[IconIn]) -> Answer:
    """Give a tenant an icon, a square PNG32 of 256 to 512 pixels; AWS calls: one put of the file, one write."""
    png = call.body.file.read()
    check_icon(png)
    operator().own_tenants.set_icon(call.path["tenantKey"], png)
    return Answer(204)


@door.route(
    "GET", "/img/tenant/{tenantKey}/icon.png", guard="public", answers={200: str}, refuses=(40600,),
    answers_as="image/png", tag="Tenants",
)
def icon(call: Call[Any]) -> Answer:
    """Show a tenant's icon to anybody; AWS calls: one read of the file, or none when the path cannot be right.

    The gateway sends bytes only to who asks for them first of all; the web app's distribution asks so for everybody.
    """
    accepted = str(call.headers.get("accept") or "").partition(",")[0].partition(";")[0].strip()
    if accepted != "image/png":
        raise NotAcceptable(f"Ask with Accept: image/png, or at {operator().config.web_url}, where any Accept will do.")
    if not is_object_key(call.path["tenantKey"]):
        raise NotFound("There is no such icon.")
    png = operator().own_tenants.icon(call.path["tenantKey"])
    etag = f'"{hashlib.sha256(png).hexdigest()[:16]}"'
    if etag in str(call.headers.get("if-none-match") or ""):
        return Answer(304, headers={**HEADERS, "etag": etag, "content-type": "text/plain"})
    return Answer(200, data=png, headers={**HEADERS, "etag": etag})
