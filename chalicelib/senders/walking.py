"""Walking through numbers: noticed by how many different people of one birth date a tenant asks about.

About 300 people are born in Sweden each day, out of 1,000 possible numbers. An honest register of 100,000 customers
holds three or four of each birth date; somebody who walks through the numbers asks for hundreds of one date. Which
numbers a tenant has asked about is kept as one small bitmap per birth date and month, so that the same list sent every
day counts once; the numbers cannot be read out of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.kernel.clock import epoch
from chalicelib.kernel.errors import TooMany, Unavailable

BITS = 128
BYTES = BITS // 8
DAYS_OF_YEAR = 12 * 31
TRIES = 20
LIMIT = 100  # different people of one birth date, per tenant and window
WINDOW_SECONDS = 30 * 24 * 3600
# With n different numbers thrown at BITS places, about BITS·(1 − e^(−n/BITS)) of them are hit.
HIT_LIMIT = round(BITS * (1 - math.exp(-LIMIT / BITS)))


class WalkingThrough(TooMany):
    """Too many people of one birth date have been asked about."""

    number = 42900
    slug = "walking_through"


class SketchRow(Table):
    """For one tenant, window and birth year: a bitmap per birth date of which numbers were asked about."""

    Meta = tables.named("counters")
    counter = UnicodeAttribute(hash_key=True)
    bits = BinaryAttribute(legacy_encoding=False, default=b"")
    ttl = NumberAttribute()


@lru_cache(maxsize=50_000)
def _place(eight: str) -> tuple[str, int]:
    """The birth year, and where in its sketch the bitmap of a birth date begins."""
    day = int(eight[6:8])
    day_of_year = (int(eight[4:6]) - 1) * 31 + (day - 60 if day > 60 else day) - 1
    return eight[:4], day_of_year * BYTES


def _marked(sketches: Mapping[str, bytearray], asked: Iterable[tuple[str, str]]) -> set[str]:
    """Mark everybody asked about, on the bit that their keyed digest falls on; answer the birth years that changed."""
    changed = set()
    for number, digest in asked:
        year, start = _place(number[:8])
        bit = int(digest[:2], 16) % BITS
        sketch, at, mark = sketches[year], start + (bit >> 3), 1 << (bit & 7)
        if not sketch[at] & mark:
            sketch[at] |= mark
            changed.add(year)
    return changed


def _densest(sketch: bytearray) -> int:
    days = range(0, len(sketch), BYTES)
    return max(int.from_bytes(sketch[day : day + BYTES], "little").bit_count() for day in days)


class Walking:
    """The watch over how tenants ask about people."""

    def notice(self, tenant: str, asked: list[tuple[str, str]], now: datetime) -> None:
        """Note that a tenant asks about people, given as (number or birth date, digest), before it gets any answer.

        Raises WalkingThrough when some birth date has become too dense. Reads one small row per birth year in the
        list and writes those that changed: the same list again writes nothing.
        """
        for _ in range(TRIES):
            sketches, saved = self._mark(tenant, asked, now)
            if saved:
                break
        else:
            raise Unavailable("Too many look-ups of the same people at once. Try the same call again shortly.")
        if any(_densest(sketch) > HIT_LIMIT for sketch in sketches):
            raise WalkingThrough(
                "Too many people with the same date of birth were asked about. Match only the people that you have a "
                "relation to; if you truly write to everybody, ask the operator to register that.",
                retry_after=WINDOW_SECONDS - epoch(now) % WINDOW_SECONDS,
            )

    def _mark(self, tenant: str, asked: list[tuple[str, str]], now: datetime) -> tuple[list[bytearray], bool]:
        """Mark everybody asked about; answer the sketches, and whether nobody else had changed them meanwhile.

        Written also when the answer will be a refusal: what has been tried counts.
        """
        window = epoch(now) // WINDOW_SECONDS
        years = sorted({number[:4] for number, _ in asked})
        keys = {year: f"walk#{tenant}#{window}#{year}" for year in years}
        stored = _read(list(keys.values()))
        sketches = {year: bytearray(stored.get(key, bytes(DAYS_OF_YEAR * BYTES))) for year, key in keys.items()}
        changed = _marked(sketches, asked)
        ttl = (window + 2) * WINDOW_SECONDS
        saved = [_save(keys[year], sketches[year], stored.get(keys[year]), ttl) for year in sorted(changed)]
        return list(sketches.values()), all(saved)


def _read(keys: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for start in range(0, len(keys), tables.BATCH):
        rows = tables.batch_get({SketchRow: keys[start : start + tables.BATCH]})[SketchRow]
        found.update((row.counter, row.bits) for row in rows)
    return found


def _save(key: str, sketch: bytearray, before: bytes | None, ttl: int) -> bool:
    """Store a sketch, unless another call has marked in it since it was read."""
    same = SketchRow.counter.does_not_exist() if before is None else SketchRow.bits == before
    try:
        SketchRow(key, bits=bytes(sketch), ttl=ttl).save(condition=same)
    except PutError as error:
        if tables.was_refused(error):
            return False
        raise
    return True
