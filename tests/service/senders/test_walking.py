"""Walking through numbers is noticed before anything is answered; honest lists pass."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from chalicelib.kernel.identifiers import is_personnummer, luhn
from chalicelib.senders.walking import LIMIT, WalkingThrough
from tests.software import SenderSoftware
from tests.world import World, a_content


def number(day: date, serial: int) -> str:
    """The personal number of a birth date and a serial; made in memory only."""
    ten = f"{day:%y%m%d}{serial:03d}"
    return f"{day:%Y}"[:2] + ten + next(d for d in "0123456789" if luhn(ten + d))


def honest_list(size: int, seed: int = 1) -> list[str]:
    """Customers as they come: born over eighty years, anybody of those born on a day."""
    chance = random.Random(seed)
    first = date(1926, 1, 1)
    days = (date(2006, 1, 1) - first).days
    found = set()
    while len(found) < size:
        found.add(number(first + timedelta(days=chance.randrange(days)), chance.randrange(1000)))
    return sorted(found, key=lambda _: chance.random())


def walk(size: int) -> list[str]:
    """Every possible number from a day on."""
    return [number(date(1980, 1, 1) + timedelta(days=n // 1000), n % 1000) for n in range(size)]


def ask(world: World, tenant: str, numbers: list[str]) -> None:
    """Let the watch see a list, as matching does."""
    asked = [(n, world.operator.pepper.person(n)) for n in numbers]
    world.operator.walking.notice(tenant, asked, world.clock.now())


@pytest.mark.rule("MAT-3")
def test_an_honest_list_of_100_000_passes_every_day_of_a_month(world: World):
    """The same list again counts once; it is read daily (MAT-1)."""
    tenant, numbers = world.a_tenant(), honest_list(100_000)
    for _ in range(3):
        ask(world, tenant, numbers)
        world.clock.advance(days=1)


def test_a_walk_in_one_list_gets_no_answer(world: World):
    """A hundred thousand consecutive numbers: decided before answering."""
    tenant, tolvan = world.a_tenant(), world.a_person()
    del tolvan

    with pytest.raises(WalkingThrough):
        world.operator.matching.by_personnummer(tenant, walk(100_000))


def test_a_walk_one_number_at_a_time_is_stopped_within_the_first_date(world: World):
    """Small calls add up; stopped well before 1,000 answers."""
    tenant, answered = world.a_tenant(), 0
    for candidate in walk(1000):
        try:
            world.operator.matching.by_personnummer(tenant, [candidate])
        except WalkingThrough:
            break
        answered += 1

    assert LIMIT * 0.6 < answered < LIMIT * 1.5


def test_the_watch_is_per_tenant_and_forgets_after_two_months(world: World):
    """One tenant's walk does not stop another; nobody is stopped for ever."""
    tenant, other = world.a_tenant(), world.a_tenant("Annan", "202100548901")
    with pytest.raises(WalkingThrough):
        ask(world, tenant, walk(1000))
    with pytest.raises(WalkingThrough):
        ask(world, tenant, walk(1))

    ask(world, other, walk(1))
    world.clock.advance(days=60)
    ask(world, tenant, walk(1))


def test_no_honest_tenant_of_twenty_is_stopped(world: World):
    """False alarms: none among twenty tenants of 5,000 customers each."""
    for seed in range(20):
        ask(world, f"tenant{seed}", honest_list(5000, seed))


def test_a_tenant_of_the_whole_register_may_match_anybody(world: World):
    """An authority that truly writes to everybody is registered as such."""
    tenant, tolvan = world.a_tenant(), world.a_person()
    world.operator.senders.watch(tenant, whole_register=True)
    numbers = [number(date(1912, 12, 12), serial) for serial in range(1000)]

    assert all(is_personnummer(n) for n in numbers)
    assert world.operator.matching.by_personnummer(tenant, numbers) == ["191212121212"]
    assert tolvan.person


def test_refused_sends_count_as_looking_up(world: World, sender: SenderSoftware):
    """Sending to learn who is a user is walking too."""
    answers = [sender.send(a_content(candidate)).json_body["code"] for candidate in walk(200)]

    assert answers[0] == 40032
    assert answers[-1] == 42900
