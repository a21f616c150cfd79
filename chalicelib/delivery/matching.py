"""Matching (matchning): which of these people may a tenant reach digitally right now?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Any

from chalicelib.aws import clients, tables
from chalicelib.aws.secrets import Pepper
from chalicelib.kernel.clock import Clock, from_epoch
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.identifiers import InvalidPersonnummer, Personnummer, is_personnummer
from chalicelib.recipients.model import UNREACHABLE_AFTER, is_dormant
from chalicelib.recipients.store import AddressRow, RecipientRow
from chalicelib.senders import store as senders_store
from chalicelib.senders.walking import Walking

CONCURRENT_READS = 16
READ_AHEAD = 64
TRIES = 9  # at most six seconds of pauses: a list over what the table has ready is read more slowly, not refused


class Matching:
    """Answers the subset of a list that can be reached; never why the others cannot."""

    def __init__(self, *, clock: Clock, pepper: Pepper, walking: Walking) -> None:
        self._clock = clock
        self._pepper = pepper
        self._walking = walking

    def by_personnummer(self, tenant: str, numbers: list[str]) -> list[str]:
        """Match personal numbers of twelve digits; what is no such number is simply not matched.

        Each comes back as it was submitted. Raises WalkingThrough before anything is answered.
        """
        digest = self._pepper.person
        read = [(text, number) for text in dict.fromkeys(numbers) if (number := _number(text))]
        asked = [(number, digest(number)) for _, number in read]
        self._watch(tenant, asked)
        reachable = self._reachable(tenant, [person for _, person in asked])
        return [text for (text, _), (_, person) in zip(read, asked, strict=True) if person in reachable]

    def by_email(self, tenant: str, addresses: list[str]) -> list[str]:
        """Match verified e-mail addresses whatever their letter case; each comes back as it was submitted."""
        asked = [(address, self._pepper.of("email", address.strip().lower())) for address in dict.fromkeys(addresses)]
        people: dict[str, str] = {}
        for rows in self._read(AddressRow, [key for _, key in asked], {"#a": "address", "#p": "person"}):
            people.update((row["address"]["S"], row["person"]["S"]) for row in rows)
        reachable = self._reachable(tenant, list(people.values()))
        return [address for address, key in asked if people.get(key) in reachable]

    def _watch(self, tenant: str, asked: list[tuple[str, str]]) -> None:
        registered = senders_store.find_tenant(tenant)
        if asked and not (registered and registered.whole_register):
            self._walking.notice(tenant, asked, self._clock.now())

    def _reachable(self, tenant: str, people: list[str]) -> set[str]:
        names = {
            "#person": "person", "#seen": "last_login_at", "#bounced": "email_bounced", "#closed": "closed_at",
            "#paused": "paused", "#tenant": tenant,
        }
        decide = _decider(tenant, self._clock.now())
        reachable: set[str] = set()
        for rows in self._read(RecipientRow, people, names, "#person,#seen,#bounced,#closed,#paused.#tenant"):
            reachable.update(row["person"]["S"] for row in rows if decide(row))
        return reachable

    def _read(
        self, model: type[tables.Table], keys: list[str], names: dict[str, str], projection: str = ""
    ) -> Iterator[list[dict[str, Any]]]:
        """Read rows by key, a hundred in each call and many calls at once, as the table's own JSON."""
        table, hash_key = model.Meta.table_name, next(n for n, a in model.get_attributes().items() if a.is_hash_key)
        common = {
            "ProjectionExpression": projection or ",".join(names), "ExpressionAttributeNames": names,
            "ConsistentRead": True,
        }

        def read(chunk: list[str]) -> list[dict[str, Any]]:
            return _batch(table, {"Keys": [{hash_key: {"S": key}} for key in chunk], **common})

        # Two spellings of an address are one row, and DynamoDB refuses a call that names a row twice.
        keys = list(dict.fromkeys(keys))
        chunks = _chunks(keys, tables.BATCH)
        if len(keys) <= tables.BATCH:
            yield from map(read, chunks)
            return
        with ThreadPoolExecutor(CONCURRENT_READS) as pool:
            # Some reads ahead of the one that is waited for, not all: memory stays bounded however long the list is.
            while group := list(islice(chunks, READ_AHEAD)):
                yield from pool.map(read, group)


def _number(text: str) -> str | None:
    """The personal number that is meant, if it is one: blanks and a hyphen are forgiven, as in a sending."""
    if is_personnummer(text):
        return text
    try:
        return Personnummer.typed(text).number
    except InvalidPersonnummer:
        return None


def _chunks(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, size)):
        yield chunk


def _batch(table: str, request: dict[str, Any]) -> list[dict[str, Any]]:
    wanted, found = {table: request}, list[dict[str, Any]]()
    for tries in range(TRIES):
        answer = clients.lean_dynamodb().batch_get_item(RequestItems=wanted)
        found += answer["Responses"].get(table, [])
        wanted = answer.get("UnprocessedKeys") or {}
        if not wanted:
            return found
        tables.pause(tries)
    raise Unavailable("The register is busy. Send the same list again shortly.")


def _decider(tenant: str, now: datetime) -> Callable[[dict[str, Any]], bool]:
    """Whether a row, read raw for speed, is a person in the standing `active`."""
    awake = (now - UNREACHABLE_AFTER).timestamp()

    def decide(row: dict[str, Any]) -> bool:
        if "closed_at" in row or tenant in row.get("paused", {}).get("M", {}):
            return False
        seen, bounced = float(row["last_login_at"]["N"]), row["email_bounced"]["BOOL"]
        # Most have been here lately; only the others are asked about at length.
        return seen > awake or not is_dormant(from_epoch(seen), now, bounced=bounced)

    return decide
