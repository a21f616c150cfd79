"""The content bucket: what is stored as files, and short-lived links to read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.aws import clients
from chalicelib.aws.observability import about
from chalicelib.kernel.errors import TooLarge, Unavailable

LINK_SECONDS = 60
PAGE = 1000
_ABSENT = ("NoSuchKey", "404")


class Blobs:
    """Objects of one bucket, encrypted by the bucket's own key."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Store an object."""
        clients.client("s3").put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=content_type)

    def get(self, key: str) -> bytes | None:
        """Read an object whole, or None when there is none."""
        answer = self._ask("get_object", key)
        return answer["Body"].read() if answer else None

    def read(self, key: str, limit: int) -> bytes | None:
        """Read an object whole, or None when there is none; raises TooLarge, with nothing read, above `limit` bytes."""
        answer = self._ask("get_object", key)
        if answer and (size := int(answer["ContentLength"])) > limit:
            answer["Body"].close()
            raise TooLarge(f"The file is {size} bytes; there is room for {limit} bytes here.")
        return answer["Body"].read() if answer else None

    def find(self, key: str) -> tuple[str, int] | None:
        """Look for an object; answer its version and its size, or None when there is none."""
        answer = self._ask("head_object", key)
        return (str(answer["VersionId"]), int(answer["ContentLength"])) if answer else None

    def _ask(self, operation: str, key: str) -> Any:
        """Ask for an object; None when there is none."""
        try:
            return getattr(clients.client("s3"), operation)(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise

    def read_range(self, key: str, version: str, start: int, end: int) -> bytes:
        """Read the bytes of one version of an object, from one place up to another; fewer where it ends before."""
        answer = clients.client("s3").get_object(
            Bucket=self._bucket, Key=key, VersionId=version, Range=f"bytes={start}-{end - 1}"
        )
        body: bytes = answer["Body"].read()
        return body

    def put_file(self, key: str, file: BinaryIO, content_type: str) -> None:
        """Store an object from a file, without holding it in memory."""
        clients.client("s3").put_object(Bucket=self._bucket, Key=key, Body=file, ContentType=content_type)

    def copy(self, source: str, target: str) -> None:
        """Copy an object inside the bucket; the copy raises its own event."""
        clients.client("s3").copy_object(
            Bucket=self._bucket, Key=target, CopySource={"Bucket": self._bucket, "Key": source}
        )

    def names(self, prefix: str) -> list[str]:
        """Name the objects below a prefix, without it."""
        pages = clients.client("s3").get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        return [entry["Key"].removeprefix(prefix) for page in pages for entry in page.get("Contents", [])]

    def link(self, key: str, *, content_type: str, file_name: str, download: bool) -> str:
        """Sign a link to read one object, good for a minute, with its type and file name fixed in the signature."""
        kind = "attachment" if download else "inline"
        params = {
            "Bucket": self._bucket, "Key": key, "ResponseContentType": content_type,
            "ResponseContentDisposition": f"{kind}; filename*=UTF-8''{quote(file_name, safe='')}",
            "ResponseCacheControl": "no-store",
        }
        signed: str = clients.client("s3").generate_presigned_url("get_object", Params=params, ExpiresIn=LINK_SECONDS)
        return signed

    def link_to_put(self, key: str, *, content_type: str, seconds: int, size: int | None = None) -> str:
        """Sign a link that takes one object of a type, and of exactly a size where one is given."""
        params: dict[str, Any] = {"Bucket": self._bucket, "Key": key, "ContentType": content_type}
        if size is not None:
            params["ContentLength"] = size
        signed: str = clients.client("s3").generate_presigned_url("put_object", Params=params, ExpiresIn=seconds)
        return signed

    def erase(self, prefix: str, spare: Callable[[str], bool] | None = None) -> int:
        """Remove every version of every object below a prefix, but those to be spared; answer how many were removed.

        Raises Unavailable when S3 says of any that it could not remove it: whoever asked must not forget it yet.
        """
        s3, removed, left = clients.client("s3"), 0, Counter[str]()
        for page in self._versions(prefix):
            spared = {entry["Key"] for entry in page if spare is not None and spare(entry["Key"])}
            objects = [
                {"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in page if entry["Key"] not in spared
            ]
            if objects:
                answer = s3.delete_objects(Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})
                left.update(str(error.get("Code")) for error in answer.get("Errors", []))
            removed += len(objects)
        if left:
            about("", not_removed=dict(left))
            raise Unavailable("Some files could not be removed. Try the same call again shortly.")
        return removed

    def _versions(self, prefix: str) -> Iterator[list[dict[str, Any]]]:
        pages = clients.client("s3").get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self._bucket, Prefix=prefix, PaginationConfig={"PageSize": PAGE}):
            found = page.get("Versions", []) + page.get("DeleteMarkers", [])
            if found:
                yield found
