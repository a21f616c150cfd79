"""Notes which permissions of AWS each function has needed, and judges them by the function's policy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any
from unittest import mock

import boto3
from botocore.client import BaseClient

from chalicelib.aws.blobs import Blobs
from chalicelib.notifications.model import Mail
from infra.package import ROOT
from local import template
from local.provision import Clients
from local.resources import TEMPLATES, Stack
from local.settings import ACCOUNT, REGION
from tests.world import FakeMail, FakeSms

Params = dict[str, Any]
WRITES = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}


@dataclass(frozen=True, order=True)
class Need:
    """One act on one resource; `via` says through which service AWS's key management is asked, or about whose secret."""

    action: str
    resource: str
    via: str = ""


def _table(name: str, index: str = "") -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}" + (f"/index/{index}" if index else "")


def _object(params: Params, key: str) -> str:
    return f"arn:aws:s3:::{params['Bucket']}/{key}"


def _transaction(params: Params) -> Iterator[Need]:
    for entry in params["TransactItems"]:
        ((kind, write),) = entry.items()
        yield Need(f"dynamodb:{WRITES[kind]}", _table(write["TableName"]))


def _batch(action: str) -> Callable[[Params], Iterator[Need]]:
    return lambda params: (Need(f"dynamodb:{action}", _table(name)) for name in params["RequestItems"])


def _one_row(action: str) -> Callable[[Params], Iterator[Need]]:
    def needs(params: Params) -> Iterator[Need]:
        yield Need(f"dynamodb:{action}", _table(params["TableName"], params.get("IndexName", "")))

    return needs


def _read_object(params: Params) -> Iterator[Need]:
    yield Need("s3:GetObject", _object(params, params["Key"]))
    yield Need("kms:Decrypt", "ContentKeyArn", "s3")


def _read_version(params: Params) -> Iterator[Need]:
    if "VersionId" not in params:
        yield from _read_object(params)
        return
    yield Need("s3:GetObjectVersion", _object(params, params["Key"]))
    yield Need("kms:Decrypt", "ContentKeyArn", "s3")


def _write_object(params: Params) -> Iterator[Need]:
    yield Need("s3:PutObject", _object(params, params["Key"]))
    yield Need("kms:GenerateDataKey", "ContentKeyArn", "s3")


def _part_of_object(params: Params) -> Iterator[Need]:
    """S3 opens the parts to put them together, so they need both rights to the key."""
    yield from _write_object(params)
    yield Need("kms:Decrypt", "ContentKeyArn", "s3")


def _copy_object(params: Params) -> Iterator[Need]:
    source = params["CopySource"]
    yield from _read_object({"Bucket": source["Bucket"], "Key": source["Key"]})
    yield from _write_object(params)


def _remove_objects(params: Params) -> Iterator[Need]:
    for entry in params["Delete"]["Objects"]:
        action = "s3:DeleteObjectVersion" if "VersionId" in entry else "s3:DeleteObject"
        yield Need(action, _object(params, entry["Key"]))


def _list_objects(action: str) -> Callable[[Params], Iterator[Need]]:
    return lambda params: iter([Need(action, f"arn:aws:s3:::{params['Bucket']}", params["Prefix"])])


def _queue(action: str) -> Callable[[Params], Iterator[Need]]:
    def needs(params: Params) -> Iterator[Need]:
        yield Need(f"sqs:{action}", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{params['QueueUrl'].rsplit('/', 1)[-1]}")

    return needs


def _secret(params: Params) -> Iterator[Need]:
    yield Need("secretsmanager:GetSecretValue", params["SecretId"])
    yield Need("kms:Decrypt", "IdentityKeyArn", "secretsmanager")


NEEDS: dict[str, Callable[[Params], Iterator[Need]]] = {
    "dynamodb.TransactWriteItems": _transaction,
    "dynamodb.BatchGetItem": _batch("BatchGetItem"),
    "dynamodb.BatchWriteItem": _batch("BatchWriteItem"),
    **{f"dynamodb.{name}": _one_row(name) for name in ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")},
    "s3.GetObject": _read_version,
    "s3.HeadObject": _read_object,
    "s3.PutObject": _write_object,
    "s3.CreateMultipartUpload": _part_of_object,
    "s3.UploadPart": _part_of_object,
    "s3.CompleteMultipartUpload": _part_of_object,
    "s3.AbortMultipartUpload": lambda params: iter([Need("s3:AbortMultipartUpload", _object(params, params["Key"]))]),
    "s3.CopyObject": _copy_object,
    "s3.DeleteObjects": _remove_objects,
    "s3.ListObjectVersions": _list_objects("s3:ListBucketVersions"),
    "s3.ListObjectsV2": _list_objects("s3:ListBucket"),
    "sqs.SendMessage": _queue("SendMessage"),
    "sqs.SendMessageBatch": _queue("SendMessage"),
    "sqs.ChangeMessageVisibility": _queue("ChangeMessageVisibility"),
    "kms.Encrypt": lambda params: iter([Need("kms:Encrypt", params["KeyId"], params["EncryptionContext"]["owner"])]),
    "kms.Decrypt": lambda params: iter([Need("kms:Decrypt", params["KeyId"], params["EncryptionContext"]["owner"])]),
    "secretsmanager.GetSecretValue": _secret,
}


@dataclass
class Witness:
    """Watches the calls of the process, and notes each under the function that is running."""

    running: list[str] = field(default_factory=list)
    needed: dict[str, set[Need]] = field(default_factory=dict)

    @contextmanager
    def during(self, function: str) -> Iterator[None]:
        """Everything called in here is called by this function."""
        self.running.append(function)
        try:
            yield
        finally:
            self.running.pop()

    def note(self, needs: Iterator[Need]) -> None:
        """Note what the running function needs."""
        if self.running:
            self.needed.setdefault(self.running[-1], set()).update(needs)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Stand in botocore's one road to AWS, in the roads of messages, and where links are signed for others to use."""
        call, mail_out, sms_out, lift = BaseClient._make_api_call, FakeMail.send, FakeSms.send, FakeMail.lift
        link, link_to_put = Blobs.link, Blobs.link_to_put

        def watched(client: BaseClient, operation: str, params: Params) -> Any:
            if self.running:
                self.note(NEEDS[f"{client.meta.service_model.service_name}.{operation}"](params))
            return call(client, operation, params)

        def mailed(supplier: FakeMail, mail: Mail) -> None:
            arn = f"arn:aws:ses:{REGION}:{ACCOUNT}"
            domain, configuration = f"{arn}:identity/kuvert.example", f"{arn}:configuration-set/kuvert-local"
            self.note(iter([Need("ses:SendEmail", domain), Need("ses:SendEmail", configuration)]))
            mail_out(supplier, mail)

        def lifted(supplier: FakeMail, address: str) -> None:
            self.note(iter([Need("ses:DeleteSuppressedDestination", "*")]))
            lift(supplier, address)

        def texted(supplier: FakeSms, to: str, text: str, lives: timedelta) -> None:
            sender = f"arn:aws:sms-voice:{REGION}:{ACCOUNT}:sender-id/KUVERT/SE"
            self.note(iter([Need("sms-voice:SendTextMessage", sender)]))
            sms_out(supplier, to, text, lives)

        def signed(blobs: Blobs, key: str, **how: Any) -> str:
            self.note(_read_object({"Bucket": blobs._bucket, "Key": key}))
            return link(blobs, key, **how)

        def signed_to_put(blobs: Blobs, key: str, **how: Any) -> str:
            self.note(_write_object({"Bucket": blobs._bucket, "Key": key}))
            return link_to_put(blobs, key, **how)

        with (
            mock.patch.object(BaseClient, "_make_api_call", watched), mock.patch.object(Blobs, "link", signed),
            mock.patch.object(Blobs, "link_to_put", signed_to_put),
            mock.patch.object(FakeMail, "send", mailed), mock.patch.object(FakeSms, "send", texted),
            mock.patch.object(FakeMail, "lift", lifted),
        ):
            yield


class Policies:
    """The policy files, with their references resolved as CloudFormation would."""

    def __init__(self) -> None:
        stack = Stack(template.load(list(TEMPLATES)), "local", Clients(boto3.Session(region_name=REGION)), {})
        self._statements = {
            path.stem.removeprefix("policy-"): stack.resolver.resolve(json.loads(path.read_text())["Statement"])
            for path in (ROOT / ".chalice").glob("policy-*.json")
        }
        exported = {"Fn::Sub": "kuvert-${Stage}-"}
        self._keys = {
            name: stack.resolver.resolve({"Fn::ImportValue": {"Fn::Sub": exported["Fn::Sub"] + name}})
            for name in ("ContentKeyArn", "IdentityKeyArn")
        }

    def allow(self, function: str, need: Need) -> str | None:
        """The statement of a function's policy that allows something, or None."""
        resource = self._keys.get(need.resource, need.resource)
        for statement in self._statements[function]:
            acts = need.action in _listed(statement["Action"])
            on = any(fnmatchcase(resource, pattern) for pattern in _listed(statement["Resource"]))
            if acts and on and _holds(statement.get("Condition", {}), need.via):
                return str(statement["Sid"])
        return None

    def sids(self, function: str) -> set[str]:
        """The names of a policy's statements."""
        return {statement["Sid"] for statement in self._statements[function]}


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _holds(condition: dict[str, dict[str, Any]], via: str) -> bool:
    """Whether a statement's one condition holds: the service asked through, the owner, the prefix listed."""
    for asked in condition.values():
        for name, wanted in asked.items():
            given = f"{via}.{REGION}.amazonaws.com" if name == "kms:ViaService" else via
            return any(fnmatchcase(given, pattern) for pattern in _listed(wanted))
    return True
