"""Objects too large for memory: put part by part; until all are there, there is no object."""

from __future__ import annotations

from botocore.exceptions import ClientError

from chalicelib.aws import clients, faults

# Every part but the last is this large; S3 wants at least 5 MiB and takes 10,000 parts.
PART = 8 * 1024 * 1024
# What S3 answers when the parts are not those that were put, or when the upload is over.
_BROKEN = {"InvalidPart", "InvalidPartOrder", "EntityTooSmall", "NoSuchUpload"}
_ABSENT = {"NoSuchKey", "NotFound", "404"}


class Multipart:
    """Uploads in parts to one bucket, encrypted by the bucket's own key. What is never completed goes within a day."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def begin(self, key: str, content_type: str) -> str:
        """Begin an upload; answer its id."""
        answer = clients.client("s3").create_multipart_upload(Bucket=self._bucket, Key=key, ContentType=content_type)
        upload: str = answer["UploadId"]
        return upload

    def put(self, key: str, upload: str, n: int, data: bytes) -> str:
        """Put a part, from 1; the same number again takes the place of what was there. Answer the part's tag."""
        answer = clients.client("s3").upload_part(
            Bucket=self._bucket, Key=key, UploadId=upload, PartNumber=n, Body=data
        )
        tag: str = answer["ETag"]
        return tag

    def complete(self, key: str, upload: str, tags: list[str]) -> bool:
        """Make the object of parts with exactly these tags; answer whether it is there, made now or before."""
        parts = [{"PartNumber": n, "ETag": tag} for n, tag in enumerate(tags, 1)]
        try:
            clients.client("s3").complete_multipart_upload(
                Bucket=self._bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
            )
        except ClientError as error:
            if faults.code_of(error) not in _BROKEN:
                raise
            return self.size(key) is not None
        return True

    def abort(self, key: str, upload: str) -> None:
        """End an upload and forget its parts; one that is over is left alone."""
        try:
            clients.client("s3").abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload)
        except ClientError as error:
            if faults.code_of(error) not in _BROKEN:
                raise

    def size(self, key: str) -> int | None:
        """Tell how large an object is, in bytes; None when it has not been made."""
        try:
            answer = clients.client("s3").head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if faults.code_of(error) in _ABSENT:
                return None
            raise
        size: int = answer["ContentLength"]
        return size
