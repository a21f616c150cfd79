"""What DynamoDB refuses is refused by the mocked one too, and by the one that stands in for it on the laptop."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.aws import clients
from chalicelib.callbacks.store import CallRow
from tests.world import World

TABLE = CallRow.Meta.table_name
A, B, EMPTY, NUMBER = {"S": "a"}, {"S": "b"}, {"S": ""}, {"N": "1"}
KEY = {"endpoint": A, "call": A}
OF_ONE = {"TableName": TABLE, "KeyConditionExpression": "endpoint = :a", "ExpressionAttributeValues": {":a": A}}
PUT, DELETE = {"PutRequest": {"Item": KEY}}, {"DeleteRequest": {"Key": KEY}}
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("batch_get_item", {"RequestItems": {}}),
    ("batch_get_item", {"RequestItems": {TABLE: {"Keys": []}}}),
    ("batch_write_item", {"RequestItems": {}}),
    ("batch_write_item", {"RequestItems": {TABLE: []}}),
    ("batch_write_item", {"RequestItems": {TABLE: [PUT, DELETE]}}),
    ("batch_write_item", {
        "RequestItems": {TABLE: [{"PutRequest": {"Item": {**KEY, "call": {"S": str(n)}}}} for n in range(26)]},
    }),
    ("transact_write_items", {"TransactItems": []}),
    ("transact_write_items", {"TransactItems": [{"Delete": {"TableName": TABLE, "Key": {**KEY, "call": EMPTY}}}]}),
    ("transact_write_items", {"TransactItems": [{"Put": {"TableName": TABLE, "Item": {**KEY, "due": NUMBER}}}]}),
    ("transact_write_items", {"TransactItems": [
        {"Put": {"TableName": TABLE, "Item": {**KEY, "call": {"S": str(n)}, "body": {"S": "x" * 390_000}}}}
        for n in range(12)
    ]}),
    ("put_item", {"TableName": TABLE, "Item": KEY, "ConditionExpression": ""}),
    ("put_item", {"TableName": TABLE, "Item": KEY, "ExpressionAttributeNames": {}}),
    ("put_item", {
        "TableName": TABLE, "Item": KEY, "ConditionExpression": "attribute_not_exists(subject)",
        "ExpressionAttributeValues": {":a": A},
    }),
    ("delete_item", {"TableName": TABLE, "Key": {**KEY, "call": EMPTY}}),
    ("get_item", {"TableName": TABLE, "Key": {**KEY, "call": NUMBER}}),
    ("query", {**OF_ONE, "Limit": 0}),
    ("query", {**OF_ONE, "FilterExpression": "endpoint < :a"}),
    ("query", {
        **OF_ONE, "KeyConditionExpression": "endpoint = :a AND #c BETWEEN :b AND :a",
        "ExpressionAttributeValues": {":a": A, ":b": B}, "ExpressionAttributeNames": {"#c": "call"},
    }),
]


def refuses_all() -> None:
    for operation, request in REFUSED:
        with pytest.raises(ClientError) as refused:
            getattr(clients.client("dynamodb"), operation)(**request)
        code = refused.value.response["Error"]["Code"]
        assert code in ("ValidationException", "TransactionCanceledException"), (operation, request)


def test_the_mocked_tables_refuse_what_never_works(world: World):
    refuses_all()


def test_so_do_those_of_the_laptop(concurrent_world: World):
    refuses_all()
