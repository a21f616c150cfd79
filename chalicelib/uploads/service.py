"""Uploads: a place for a file, and the file read back when a content names it."""

from __future__ import annotations

from chalicelib.aws.blobs import Blobs
from chalicelib.content.checks import demand_kind
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid, TooLarge
from chalicelib.kernel.ids import Ids, is_object_key
from chalicelib.uploads.model import FILE_LIMIT, LINK_LIFE, USABLE, MissingUpload, Upload, blob_of, is_over


class Uploads:
    """Large files of senders on their way into a content; they belong to their tenant."""

    def __init__(self, *, clock: Clock, ids: Ids, blobs: Blobs) -> None:
        self._clock = clock
        self._ids = ids
        self._blobs = blobs

    def make(self, tenant: str, content_type: str, size: int) -> Upload:
        """Sign a link that takes one file of this type and of exactly this many bytes, for an hour; calls nobody.

        Raises UnsupportedFileType, Invalid, and TooLarge above 25 MB.
        """
        kind = content_type.partition(";")[0].strip().lower()
        demand_kind(kind)
        if size < 1:
            raise Invalid("size is the number of bytes of the file, at least 1.")
        if size > FILE_LIMIT:
            raise TooLarge(f"The file is {size} bytes; one part is at most {FILE_LIMIT} bytes.")
        now = self._clock.now()
        key = self._ids.key(now)
        url = self._blobs.link_to_put(
            blob_of(tenant, key), content_type=kind, size=size, seconds=int(LINK_LIFE.total_seconds())
        )
        return Upload(key, url, {"content-type": kind, "content-length": str(size)}, now + LINK_LIFE)

    def read(self, tenant: str, key: str, limit: int) -> bytes:
        """Read a file of a tenant, once and whole: what is judged is what is delivered.

        One GetObject. Raises MissingUpload, and TooLarge above `limit` bytes.
        """
        if not is_object_key(key):
            raise MissingUpload("The upload_key is not one that /upload has answered.")
        if is_over(key, self._clock.now()):
            hours = int(USABLE.total_seconds()) // 3600
            raise MissingUpload(f"The upload is over; a file is sent within {hours} hours. Upload it again.")
        data = self._blobs.read(blob_of(tenant, key), limit)
        if data is None:
            raise MissingUpload(
                "There is no file under this upload_key. PUT it to its url first, with the headers that were answered."
            )
        return data
