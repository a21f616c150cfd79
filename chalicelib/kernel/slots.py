"""Under what a sparse index keeps what falls due: a day (UTC), in a few shards."""

from __future__ import annotations

from datetime import datetime

from chalicelib.kernel.clock import day_of

SHARDS = 2


def shard_of(key: str) -> int:
    """Which of the few shards of a day a key falls in, so that one day is never one hot partition."""
    return int(key[-1], 16) % SHARDS


def due_slot(moment: datetime, key: str) -> str:
    """The sharded day under which a sparse index keeps what must be looked at again."""
    return f"{day_of(moment)}#{shard_of(key)}"


def slots_of(day: str) -> list[str]:
    """Every shard of a day."""
    return [f"{day}#{shard}" for shard in range(SHARDS)]
