"""DynamoDB for every store: one client under all pynamodb models, batch reads and transactions across tables."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import ClientError
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.aws import clients
from chalicelib.aws.config import load, region
from chalicelib.kernel.errors import Unavailable

Row = TypeVar("Row", bound="Table")
Each = TypeVar("Each")
Answer = TypeVar("Answer")
Key = str | tuple[str, str]
Write = dict[str, dict[str, Any]]

BATCH = 100
CONFLICT_TRIES = 6
HANDS = 10


def named(plural: str) -> Any:
    """Give the `Meta` of an aggregate's table in this stage."""
    return type("Meta", (), {"table_name": load().table(plural), "region": region(), "billing_mode": "PAY_PER_REQUEST"})


class Table(Model):
    """The base of every stored row; all models share the process's one DynamoDB client."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        connection = super()._get_connection()
        connection.connection._client = clients.client("dynamodb")  # noqa: SLF001
        return connection


def get(model: type[Row], hash_key: str, range_key: str | None = None, *, consistent: bool = False) -> Row | None:
    """Read one row, or None when there is none."""
    try:
        return model.get(hash_key, range_key, consistent_read=consistent)
    except model.DoesNotExist:
        return None


def batch_get(wanted: Mapping[type[Table], Sequence[Key]], *, consistent: bool = True) -> dict[type[Table], list[Any]]:
    """Read up to 100 rows of several tables in one call, or in none; rows that do not exist are simply absent."""
    by_name = {model.Meta.table_name: model for model in wanted}
    request: dict[str, Any] = {
        model.Meta.table_name: {"Keys": [_key(model, key) for key in keys], "ConsistentRead": consistent}
        for model, keys in wanted.items() if keys
    }
    found: dict[type[Table], list[Any]] = {model: [] for model in wanted}
    if not request:
        return found
    dynamodb = clients.client("dynamodb")
    for _ in range(CONFLICT_TRIES):
        answer = dynamodb.batch_get_item(RequestItems=request)
        for name, rows in answer["Responses"].items():
            found[by_name[name]] += [by_name[name].from_raw_data(row) for row in rows]
        request = answer.get("UnprocessedKeys") or {}
        if not request:
            return found
        pause()
    raise Unavailable("The tables are busy. Try the same call again shortly.")


def _key(model: type[Table], key: Key) -> dict[str, dict[str, str]]:
    schema = [attribute for attribute in model.get_attributes().values() if attribute.is_hash_key]
    schema += [attribute for attribute in model.get_attributes().values() if attribute.is_range_key]
    values = key if isinstance(key, tuple) else (key,)
    return {attribute.attr_name: {"S": value} for attribute, value in zip(schema, values, strict=True)}


def put(row: Table, condition: Condition | None = None) -> Write:
    """Write a whole row, as part of a transaction."""
    return {"Put": row.get_save_kwargs_from_instance(condition, "ALL_OLD")}


def update(row: Table, actions: Sequence[Action], condition: Condition | None = None) -> Write:
    """Change some attributes of a row, as part of a transaction."""
    return {"Update": row.get_update_kwargs_from_instance(list(actions), condition, "ALL_OLD")}


def delete(row: Table, condition: Condition | None = None) -> Write:
    """Remove a row, as part of a transaction."""
    return {"Delete": row.get_delete_kwargs_from_instance(condition)}


def check(model: type[Table], hash_key: str, condition: Condition, range_key: str | None = None) -> Write:
    """Demand something of a row without touching it, as part of a transaction."""
    return {"ConditionCheck": model.get_operation_kwargs_from_class(hash_key, range_key, condition)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one write of a cancelled transaction was refused; `old` is the row as it stood."""

    code: str
    old: dict[str, Any] | None

    @property
    def failed(self) -> bool:
        """Whether this write's own condition was the cause."""
        return self.code == "ConditionalCheckFailed"


class Cancelled(Exception):
    """A transaction was refused by a condition; `reasons` stand in the order of the writes."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = list(reasons)


def commit(writes: Iterable[Write]) -> None:
    """Commit writes together or not at all.

    AWS cancels one of two transactions that touch the same row (`TransactionConflict`) and it is then tried again,
    with jitter; a refused condition raises `Cancelled`; anything else is an error of AWS for the door to sort.
    """
    items = list(writes)
    for _ in range(CONFLICT_TRIES):
        try:
            clients.client("dynamodb").transact_write_items(TransactItems=items)
        except ClientError as error:
            reasons = _reasons(error)
            if any(reason.failed for reason in reasons):
                raise Cancelled(reasons) from error
            if not _is_conflict(error, reasons):
                raise
            pause()
        else:
            return
    raise Unavailable("Too many changes of the same thing at once. Try the same call again shortly.")


def committed(writes: Iterable[Write]) -> bool:
    """Commit writes together; answer False, with nothing written, when a condition refused."""
    try:
        commit(writes)
    except Cancelled:
        return False
    return True


def _reasons(error: ClientError) -> list[Reason]:
    raw: list[dict[str, Any]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
    return [Reason(str(entry.get("Code", "None")), entry.get("Item")) for entry in raw]


def _is_conflict(error: ClientError, reasons: Sequence[Reason]) -> bool:
    if error.response["Error"]["Code"] == "TransactionConflictException":
        return True
    return any(reason.code == "TransactionConflict" for reason in reasons)


def pause(tries: int = 0) -> None:
    """Wait a moment, at random, so that those who collided do not collide again; longer the more has been tried."""
    time.sleep(random.uniform(0.005, min(0.08 * 2**tries, 1.5)))  # noqa: S311 (not a secret)


def changed(row: Table, actions: Sequence[Action], condition: Condition) -> bool:
    """Change a row on a condition, and read it as it is then; answer False, with nothing changed, when refused."""
    try:
        row.update(actions=list(actions), condition=condition)
    except UpdateError as error:
        if was_refused(error):
            return False
        raise
    return True


def erase_all(model: type[Table], hash_key: str) -> None:
    """Remove every row under a key."""
    with model.batch_write() as batch:
        for row in model.query(hash_key, consistent_read=True):
            batch.delete(row)


def at_once(act: Callable[[Each], Answer], many: Sequence[Each]) -> list[Answer]:
    """Do the same to many rows or other things, ten at a time; answers come in the order of what they are about."""
    if len(many) < 2:
        return [act(each) for each in many]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(act, many))


def was_refused(error: Exception) -> bool:
    """Whether a single write failed on its own condition."""
    return getattr(error, "cause_response_code", None) == "ConditionalCheckFailedException"
