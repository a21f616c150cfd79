"""Each sandbox identity gives the outcome that docs/sandbox.md promises, through the API, today and years later."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.api.operations.__main__ import main
from chalicelib.aws.config import Config
from chalicelib.mailbox.store import ItemRow
from chalicelib.notifications import mail_events
from chalicelib.recipients.sandbox import IDENTITIES, Outcome
from tests.world import TOLVAN, a_content

PAGE = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text(encoding="utf-8")
NUMBER = {each.outcome: each.number for each in IDENTITIES}
REACHED = ["accepted", "delivered", "notified"]
# Whether matched, and the events of a letter; none where it is refused.
PROMISED = {
    Outcome.DELIVERED: (True, REACHED), Outcome.NOT_A_USER: (False, None), Outcome.OPTED_OUT: (False, None),
    Outcome.GRACE: (False, REACHED), Outcome.DORMANT: (False, REACHED), Outcome.CLOSING: (False, REACHED),
    Outcome.CLOSED: (False, None), Outcome.BOUNCES: (True, [*REACHED, "notice_bounced"]),
    Outcome.BOUNCED: (True, ["accepted", "delivered", "notice_failed"]),
}


@pytest.fixture
def sandbox(sender, world, capsys):
    """As the operations' command makes it."""
    assert main(["sandbox", "create"]) == 0
    capsys.readouterr()
    return sender


def tell(world) -> None:
    """Every notice goes out, and SES tells what became of it."""
    for row in list(ItemRow.scan()):
        world.operator.notices.announce(row.mailbox, row.content_key, world.clock.now())
    world.clock.advance(seconds=3)
    for mail in world.outbox.mails:
        if mail.to.startswith("bounce"):
            tags = {name: [value] for name, value in mail.tags.items()}
            bounce = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": {"tags": tags}}
            mail_events.handle(world.operator.bounces, bounce)
    world.outbox.mails.clear()


def outcome(sender, world, number: str) -> tuple[bool, list[str] | None]:
    """What a sender sees of an identity: matched or not, and its letter's events."""
    matched = sender.call("POST", "/v2/tenant/{tk}/usermatch/ssn", {"list": [number]}).json_body["list"] == [number]
    answer = sender.send(a_content(number, subject=f"Brev {world.ids.hex(8)}"))
    if answer.status_code != 201:
        assert answer.json_body["code"] == 40032
        return matched, None
    tell(world)
    return matched, [each["event"] for each in sender.status(answer.headers["kivra-objkey"])["events"]]


@pytest.mark.parametrize("years", [0, 5])
def test_each_identity_gives_its_outcome(sandbox, world, years):
    """Also when nobody has touched the sandbox for years."""
    world.clock.advance(days=365 * years)
    sandbox.renew()

    assert {each: outcome(sandbox, world, NUMBER[each]) for each in Outcome} == PROMISED


def test_who_is_not_here_or_has_switched_off_can_be_written_to_later(sandbox):
    """Retaining, where the type may wait."""
    for number in (NUMBER[Outcome.NOT_A_USER], NUMBER[Outcome.OPTED_OUT], NUMBER[Outcome.CLOSED]):
        answer = sandbox.send(a_content(number, type="letter.salary", retain=True))
        assert (answer.status_code, answer.headers.get("kivra-retained")) == (201, "true")


def test_what_has_been_changed_is_set_right_and_the_post_stays(sandbox, world, capsys):
    """After a login, a switch: as on the first day."""
    person = world.operator.pepper.person(NUMBER[Outcome.DELIVERED])
    outcome(sandbox, world, NUMBER[Outcome.DELIVERED])
    world.operator.choices.switch_off(person, sandbox.tenant)
    mailbox = world.operator.people.find(person).mailbox

    newcomer = world.a_tenant("Annan", "202100548901")
    assert main(["sandbox", "create"]) == 0
    sandbox.tenant, sandbox.token = newcomer, world.token(newcomer)
    for each in Outcome:
        assert outcome(sandbox, world, NUMBER[each]) == PROMISED[each], each
    letters, _ = world.operator.mailboxes.page(mailbox, None, 50)
    assert world.operator.people.find(person).mailbox == mailbox
    assert len(letters) == 2
    capsys.readouterr()


def test_a_bounce_comes_back_from_every_letter(sandbox, world):
    """The first is like the last; a person's own address is given up after one."""
    for _ in range(3):
        assert outcome(sandbox, world, NUMBER[Outcome.BOUNCES]) == PROMISED[Outcome.BOUNCES]
    person = world.a_person(email="bounce@example.com")
    assert outcome(sandbox, world, TOLVAN)[1] == [*REACHED, "notice_bounced"]
    assert world.operator.people.find(person.person).email_bounced


@pytest.mark.parametrize("by", ["operations", "client", "client again"])
def test_a_sender_that_comes_later_meets_the_same(sandbox, world, by):
    """Registered by operations or by its own software, also when that asked twice, the sandbox being there already."""
    if by == "operations":
        sandbox.tenant = world.a_tenant("Annan", "202100548901")
        sandbox.token = world.token(sandbox.tenant)
    else:
        told = {"name": "Annan", "company_id": [{"name": "Annan", "orgnr": "SE202100548901"}]}
        answers = [sandbox.call("POST", "/v2/tenant", told).status_code for _ in by.split()]
        assert answers == [201, 200][: len(answers)]
        sandbox.renew()
        [sandbox.tenant] = [each["key"] for each in sandbox.call("GET", "/v2/tenant?orgnr=SE202100548901").json_body]
    for each in (Outcome.OPTED_OUT, Outcome.GRACE, Outcome.DELIVERED):
        assert outcome(sandbox, world, NUMBER[each]) == PROMISED[each], each


def test_there_is_none_where_real_people_are(world, capsys, monkeypatch):
    """The command refuses, and a sender that comes meets nobody of it."""
    assert main(["sandbox", "create"]) == 0
    monkeypatch.setattr(world.operator.sandbox, "_allowed", False)
    tenant = world.a_tenant()
    opted_out = world.operator.people.find(world.operator.pepper.person(NUMBER[Outcome.OPTED_OUT]))
    assert tenant not in opted_out.paused
    world.reset()
    monkeypatch.setattr(world.operator.sandbox, "_allowed", False)

    assert main(["sandbox", "create"]) == 1
    assert "real people" in capsys.readouterr().err
    assert world.operator.people.find(world.operator.pepper.person(NUMBER[Outcome.DELIVERED])) is None


def test_the_secret_and_the_key_follow_from_the_stage_as_they_are_deployed():
    """So that the command line needs to be told of nothing but the stage."""
    templates = (Path(__file__).parents[3] / "infra" / "data.yaml").read_text(encoding="utf-8")
    dev = Config(stage="dev")
    for name in (dev.pepper, dev.identity_key):
        assert f"{name.replace('-dev-', '-${Stage}-')}\n" in templates, name
        assert f"`{name}`" in PAGE
    told = Config(pepper_secret="arn:pepper", identity_key_id="arn:key")
    assert (told.pepper, told.identity_key) == ("arn:pepper", "arn:key")


def test_the_page_lists_every_identity():
    """With its number, its outcome, and whether it is matched."""
    rows = dict(re.findall(r"^\| `(\d{12})` \| `(\w+)` \|", PAGE, re.MULTILINE))

    assert rows == {each.number: each.outcome.value for each in IDENTITIES}
    for each in IDENTITIES:
        line = next(line for line in PAGE.splitlines() if each.number in line)
        assert ("| yes |" in line) is PROMISED[each.outcome][0]
