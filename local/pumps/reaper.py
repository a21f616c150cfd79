"""What time removes by itself: DynamoDB rows past their TTL, and S3 objects past their bucket's lifecycle."""

import logging
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from botocore.exceptions import ClientError

from local.clock import MovableClock
from local.provision import Clients

EVERY = 30  # seconds of real time
LATE = timedelta(minutes=15)  # AWS takes up to days: whoever reads must look at the time, not trust that rows are gone
log = logging.getLogger(__name__)


class Reaper:
    """Walks the tables that have a TTL and the buckets that have a lifecycle."""

    def __init__(self, clients: Clients, clock: MovableClock) -> None:
        self._clients, self._clock = clients, clock
        self._lock = threading.Lock()
        self._tables: list[tuple[str, str, list[str]]] = []
        self._swept = clock.now()

    def start(self) -> None:
        threading.Thread(target=self._run, name="reaper", daemon=True).start()

    def _run(self) -> None:
        while True:
            threading.Event().wait(EVERY)
            try:
                self.reap()
            except Exception:
                log.exception("Nothing was reaped")

    def reap(self) -> int:
        """Removes what is due now; answers how many rows and objects went."""
        with self._lock:
            rows = sum(self._reap_table(*table) for table in self._tables_with_ttl())
            now = self._clock.now()
            if abs(now - self._swept) < timedelta(hours=1):
                return rows
            self._swept = now
            return rows + sum(
                self._sweep(bucket["Name"], now) for bucket in self._clients("s3").list_buckets()["Buckets"]
            )

    # --- Rows ---

    def _tables_with_ttl(self) -> list[tuple[str, str, list[str]]]:
        if not self._tables:
            dynamodb = self._clients("dynamodb")
            names = [name for page in dynamodb.get_paginator("list_tables").paginate() for name in page["TableNames"]]
            for name in names:
                ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
                if ttl.get("TimeToLiveStatus") == "ENABLED":
                    keys = dynamodb.describe_table(TableName=name)["Table"]["KeySchema"]
                    self._tables.append((name, ttl["AttributeName"], [key["AttributeName"] for key in keys]))
        return self._tables

    def _reap_table(self, table: str, ttl: str, keys: list[str]) -> int:
        dynamodb, reaped = self._clients("dynamodb"), 0
        due = {"N": str(int((self._clock.now() - LATE).timestamp()))}
        names = {f"#k{number}": key for number, key in enumerate(keys)}
        pages = dynamodb.get_paginator("scan").paginate(
            TableName=table,
            FilterExpression="#ttl < :due",
            ProjectionExpression=", ".join(names),
            ExpressionAttributeNames={"#ttl": ttl, **names},
            ExpressionAttributeValues={":due": due},
        )
        for row in (row for page in pages for row in page["Items"]):
            reaped += self._delete(table, row, ttl, due)
        return reaped

    def _delete(self, table: str, row: dict[str, Any], ttl: str, due: dict[str, str]) -> bool:
        """Unless it was given more time meanwhile."""
        try:
            self._clients("dynamodb").delete_item(
                TableName=table,
                Key=row,
                ConditionExpression="#ttl < :due",
                ExpressionAttributeNames={"#ttl": ttl},
                ExpressionAttributeValues={":due": due},
            )
        except ClientError:
            return False
        return True

    # --- Objects ---

    def _sweep(self, bucket: str, now: datetime) -> int:
        s3 = self._clients("s3")
        try:
            rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
        except ClientError:
            return 0
        gone = 0
        for rule in (rule for rule in rules if rule["Status"] == "Enabled"):
            objects = self._objects(bucket, rule.get("Filter", {}).get("Prefix", ""))
            for key, version in list(_doomed(rule, objects, now)):
                s3.delete_object(Bucket=bucket, Key=key, **({"VersionId": version} if version else {}))
                gone += 1
        return gone

    def _objects(self, bucket: str, prefix: str) -> list[list[dict[str, Any]]]:
        """Each object's versions and delete markers, newest first."""
        found: dict[str, list[dict[str, Any]]] = {}
        for page in self._clients("s3").get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            for version in page.get("Versions", []):
                found.setdefault(version["Key"], []).append(version)
            for marker in page.get("DeleteMarkers", []):
                found.setdefault(marker["Key"], []).append(marker | {"Marker": True})
        return [sorted(versions, key=lambda one: not one["IsLatest"]) for versions in found.values()]


def _doomed(
    rule: dict[str, Any], objects: list[list[dict[str, Any]]], now: datetime
) -> Iterator[tuple[str, str | None]]:
    """Keys with the version to remove, or none to remove the current one."""
    days = rule.get("Expiration", {}).get("Days")
    old = rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays")
    for versions in objects:
        newest = versions[0]
        if "Marker" in newest:
            if len(versions) == 1 and rule.get("Expiration", {}).get("ExpiredObjectDeleteMarker"):
                yield newest["Key"], newest["VersionId"]
        elif days is not None and now - newest["LastModified"] > timedelta(days=days):
            yield newest["Key"], None
        if old is not None:
            for newer, version in pairwise(versions):
                if now - newer["LastModified"] > timedelta(days=old):
                    yield version["Key"], version["VersionId"]
