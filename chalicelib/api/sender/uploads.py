"""Large files: a signed link that takes one, and how a content finds it again."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import OneLine, Whole, Wire
from chalicelib.content.model import InvalidFiles
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import TooLarge
from chalicelib.uploads.model import CONTENT_FILES_LIMIT, FILE_LIMIT
from chalicelib.wiring import operator

TAG = "Large files (ours)"


class UploadIn(Wire):
    """A file that is to be uploaded: what it is, and its exact number of bytes."""

    content_type: OneLine
    """What the file is, such as `application/pdf`."""
    size: Whole
    """Its exact number of bytes."""


class UploadOut(Wire):
    """Where to PUT the file, with which headers, until when; `upload_key` then stands for it in a part."""

    upload_key: str
    """What the file is named by in a part, for 24 hours."""
    url: str
    """Where to put the file."""
    method: str = "PUT"
    """The verb to put it by."""
    headers: dict[str, str]
    """The headers to put it with, word for word."""
    expires_at: str
    """Until when the link takes it."""


@door.route(
    "POST", "/v2/tenant/{tenantKey}/upload", guard="post:kivra.v2.tenant.{tenantKey}.content", body=UploadIn,
    answers={201: UploadOut}, refuses=(40028,), tag=TAG,
)
def upload(call: Call[UploadIn]) -> Answer:
    """Get a link to upload one file to, of at most 25 MB; a part of a content then names it by `upload_key`."""
    made = operator().uploads.make(call.path["tenantKey"], call.body.content_type, call.body.size)
    told = UploadOut(upload_key=made.key, url=made.url, headers=made.headers, expires_at=iso(made.expires_at))
    return Answer(201, told, {"kivra-objkey": made.key, "Cache-Control": "no-store"})


class OwnFiles:
    """The files of a tenant that one content names."""

    def __init__(self, tenant: str, packed: Callable[[str], bytes] | None = None) -> None:
        """`packed` reads a file of the ZIP that the content came in, if it came in one."""
        self._tenant = tenant
        self._packed = packed
        self._room = CONTENT_FILES_LIMIT

    def uploaded(self, key: str) -> bytes:
        """Read what was uploaded under a key."""
        return self._within(operator().uploads.read(self._tenant, key, FILE_LIMIT))

    def packed(self, path: str) -> bytes:
        """Read a file of the ZIP that the content came in."""
        if self._packed is None:
            raise InvalidFiles("A part names a file of a ZIP, and this did not come in one. Send data or upload_key.")
        return self._within(self._packed(path))

    def _within(self, data: bytes) -> bytes:
        self._room -= len(data)
        if self._room < 0:
            raise TooLarge(f"The files of one content are at most {CONTENT_FILES_LIMIT} bytes together.")
        return data
