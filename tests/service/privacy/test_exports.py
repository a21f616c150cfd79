"""An export holds all that its owner sees, and nothing else; it is there for a week."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.mailbox import label_store
from chalicelib.mailbox.labels import Label
from chalicelib.mailbox.marking import Change
from chalicelib.notifications.subscription_store import SubscriptionRow
from chalicelib.privacy import store
from chalicelib.privacy.model import ExportUnderWay, State, TooManyExports, folder, whole_blob, work_folder
from tests.browsers import subscription
from tests.contents import EVENT, a_picture, of_type
from tests.forms import ANSWERS, TEMPLATE, a_form, form_key
from tests.service.privacy.conftest import metadata, table
from tests.world import PDF, TOLVAN, a_content


def sent(sender, **content) -> str:
    return sender.send(a_content(**content)).headers["kivra-objkey"]


def part(name: str, text: str) -> dict[str, str]:
    return {"name": name, "data": base64.b64encode(text.encode()).decode(), "content_type": "text/plain"}


def test_the_picture_of_an_event_is_taken_home_with_its_ticket(workshop, sender, world):
    """As it was when the ticket was sent."""
    tolvan, picture = world.a_person(), a_picture("JPEG")
    event = sender.call("POST", "/v2/tenant/{tk}/ticket/event", {**EVENT, "images": {"landscape": picture}}).json_body
    assert sender.send(of_type("ticket.event", event["event_key"], subject="Biljett")).status_code == 201

    archive = workshop.make(tolvan)

    [name] = [name for name in archive.namelist() if "Biljett" in name and name.endswith(".jpg")]
    assert archive.read(name) == base64.b64decode(picture["data"])


@pytest.mark.rule("GDP-5")
@pytest.mark.rule("GDP-10")
def test_everything_is_in_it(workshop, sender, world):
    """Files as they were sent under names one understands, and all that is known in a form that machines read."""
    tolvan = world.a_person()
    plain, archived, trashed = (sent(sender, subject=name) for name in ("Beslut", "Gammalt", "Slängt"))
    two = sent(sender, subject="Två", parts=[part("a.txt", "ett"), part("b.txt", "två")])
    mailboxes = world.operator.mailboxes
    label_store.save(tolvan.mailbox, {"0" * 16: Label("0" * 16, "Huset", "sea")}, 0)
    mailboxes.mark(tolvan.mailbox, plain, Change(labels=["0" * 16], unread=False))
    mailboxes.mark(tolvan.mailbox, archived, Change(archived=True))
    mailboxes.mark(tolvan.mailbox, trashed, Change(trashed=True))

    archive = workshop.make(tolvan)

    house = "Härnösands kommun"
    assert sorted(archive.namelist()) == sorted([
        f"Inkorg/2026/2026-11-20 {house} Två 1 (1).txt", f"Inkorg/2026/2026-11-20 {house} Två 2 (1).txt",
        f"Papperskorg/2026/2026-11-20 {house} Slängt (2).pdf", f"Arkiv/2026/2026-11-20 {house} Gammalt (3).pdf",
        f"Inkorg/2026/2026-11-20 {house} Beslut (4).pdf", "letters.csv", "metadata.json", "Registerutdrag.html",
    ])
    assert archive.read(f"Inkorg/2026/2026-11-20 {house} Beslut (4).pdf") == PDF
    assert archive.read(f"Inkorg/2026/2026-11-20 {house} Två 2 (1).txt").decode() == "två"
    told = metadata(archive)
    assert [letter["key"] for letter in told["letters"]] == [two, trashed, archived, plain]
    assert told["letters"][3]["labels"] == ["Huset"]
    assert told["contact"] == {"email": "person1212@example.com", "email_bounced": False, "mobile": "+46701740605"}
    assert told["terms"]["version"] == "1"
    assert [each["act"] for each in told["accesses"]] == ["export"]
    assert TOLVAN not in archive.read("metadata.json").decode()
    assert [(row["Nr"], row["Ämne"], row["Mapp"]) for row in table(archive)] == [
        ("1", "Två", "Inkorg"), ("2", "Slängt", "Papperskorg"), ("3", "Gammalt", "Arkiv"), ("4", "Beslut", "Inkorg"),
    ]


@pytest.mark.rule("GDP-5")
@pytest.mark.parametrize(("language", "file", "told"), [
    ("sv", "Registerutdrag.html", ["Varifrån uppgifterna kommer", "Dina rättigheter", "imy.se", "5 år", "Sverige"]),
    ("en", "Your data.html", ["Where the data comes from", "Your rights", "imy.se", "5 years", "Sweden"]),
])
def test_a_page_says_what_is_kept_why_how_long_and_who_sees_it(workshop, sender, world, language, file, told):
    """The extract, in the person's language; with the browsers that show notices, and none of their secrets."""
    tolvan = world.a_person(name="Tolvan <Tolvansson>", language=language)
    sent(sender)
    reached = subscription("one")
    SubscriptionRow(
        tolvan.mailbox, "digest", endpoint=reached["endpoint"], **reached["keys"], device="Firefox på Linux",
        login="login", created_at=1_795_000_000, renewed_at=1_795_000_000,
    ).save()

    archive = workshop.make(tolvan)

    page = archive.read(file).decode()
    house = world.config.operator_name
    kept = ("Tolvan &lt;Tolvansson&gt;", "person1212@example.com", "Firefox på Linux")
    for text in (*told, *kept, house):
        assert text in page
    assert "script" not in page
    [browser] = metadata(archive)["browsers"]
    assert set(browser) == {"device", "created_at", "told_at"}
    assert reached["endpoint"] not in page + archive.read("metadata.json").decode()


def test_what_may_not_be_seen_yet_is_not_in_it(workshop, sender, world):
    """A registered letter is opened by signing for it, not by taking it out unsigned."""
    tolvan = world.a_person()
    sender.send({**of_type("registered.letter"), "subject": "Hemligt"})

    archive = workshop.make(tolvan)

    assert archive.namelist() == ["Registerutdrag.html", "letters.csv", "metadata.json"]
    [letter] = metadata(archive)["letters"]
    assert letter["registered"] == {"sign_by": letter["registered"]["sign_by"], "signed_at": None}
    assert (letter["files"], letter["data"]) == ([], None)


def test_forms_come_with_their_answers(workshop, sender, world):
    """What one has filled in is one's own."""
    tolvan = world.a_person()
    letter = sender.send(a_form(form_key(sender), TOLVAN)).headers["kivra-objkey"]
    world.operator.answering.answer(tolvan.mailbox, letter, ANSWERS, "c")

    [told] = metadata(workshop.make(tolvan))["letters"]
    assert (told["answers"], told["form"], told["answered_at"]) == (ANSWERS, TEMPLATE, "2026-11-20T12:00:00.000Z")


def test_what_is_removed_waits_or_is_anothers_is_not_in_it(workshop, sender, world):
    """What the person sees is what they get."""
    tolvan, other = world.a_person(), world.a_person("197701032380")
    removed, gone = sent(sender, subject="Bort"), sent(sender, subject="Trettio dagar")
    sent(sender, ssn="197701032380", subject="Någon annans")
    sent(sender, subject="Senare", type="letter.salary", retain=True, deliver_at="2027-02-01T12:00:00Z")
    world.operator.mailboxes.mark(tolvan.mailbox, removed, Change(trashed=True))
    world.operator.mailboxes.delete(tolvan.mailbox, removed)
    world.operator.mailboxes.mark(tolvan.mailbox, gone, Change(trashed=True))
    world.clock.advance(days=31)
    kept = workshop.make(tolvan)

    assert metadata(kept)["letters"] == []
    assert len(metadata(workshop.make(other))["letters"]) == 1


def test_it_is_told_once_without_a_word_of_what_is_in_it(workshop, sender, world):
    """An e-mail without link or contents; done again, nothing is sent again."""
    tolvan = world.a_person()
    sent(sender)
    export = workshop.order(tolvan)
    workshop.work()
    world.operator.exports.make(tolvan.mailbox, export.key)

    [mail] = [each for each in world.outbox.mails if each.tags.get("kind") == "export"]
    assert mail.to == "person1212@example.com"
    assert "Beslut" not in mail.text + mail.subject
    assert tolvan.mailbox not in mail.text + mail.html


@pytest.mark.rule("GDP-10")
def test_it_can_be_fetched_for_seven_days_and_not_a_second_longer(workshop, sender, world):
    """Refused at once, removed or not (I6)."""
    tolvan, exports = world.a_person(), world.operator.exports
    sent(sender)
    workshop.make(tolvan)
    ready_at = store.find(tolvan.mailbox).ready_at
    world.clock.at = ready_at + timedelta(days=7, seconds=-1)
    link = exports.link(tolvan.mailbox, tolvan.person)
    assert link.file_name == "Kuvert 2026-11-20.zip"
    assert "attachment" in link.url
    world.clock.advance(seconds=1)

    with pytest.raises(NotFound):
        exports.link(tolvan.mailbox, tolvan.person)
    assert store.find(tolvan.mailbox).state(world.clock.now()) is State.EXPIRED


def test_one_at_a_time_and_three_a_day(workshop, world):
    """A whole mailbox is much to read: the next is ordered when the last is done, and the fourth tomorrow."""
    tolvan = world.a_person()
    world.clock.at = world.clock.at.replace(hour=0)
    for _ in range(3):
        workshop.order(tolvan)
        with pytest.raises(ExportUnderWay):
            workshop.order(tolvan)
        workshop.work()
    with pytest.raises(TooManyExports):
        workshop.order(tolvan)
    world.clock.advance(days=1)

    assert workshop.order(tolvan)


def test_another_order_removes_the_last_one(workshop, sender, world):
    """One file at a time lies there."""
    tolvan = world.a_person()
    sent(sender)
    workshop.make(tolvan)
    first = store.find(tolvan.mailbox)
    workshop.make(tolvan)  # which looks that there is one file only

    assert store.find(tolvan.mailbox).key != first.key
    world.operator.exports.make(tolvan.mailbox, first.key)  # a message of the first, come late
    assert len(world.objects(folder(tolvan.mailbox))) == 1


@pytest.mark.rule("RET-43")
def test_it_is_erased_with_the_account(workshop, sender, world):
    """Ready or half made, with every version and every upload; and nobody goes on with it."""
    tolvan, anna = world.a_person(), world.a_person("197701032380")
    sent(sender)
    workshop.make(tolvan)
    half = workshop.order(anna)
    store.claim(half, "a", world.clock.now())
    upload = world.operator.exports._uploads.begin(f"{folder(anna.mailbox, half.key)}export.zip", "application/zip")
    store.begin(half, "a", upload, world.clock.now())
    assert workshop.uploads()
    for person in (tolvan, anna):
        world.operator.choices.close(person.person)
    world.clock.advance(days=21)
    for person in (tolvan, anna):
        assert world.operator.erasing.erase(person.person)
    workshop.work()

    assert (world.objects("export/"), workshop.uploads()) == ([], [])
    assert store.find(tolvan.mailbox) is store.find(anna.mailbox) is None
    assert not store.save(half, "a", "piece", 1, world.clock.now())


def test_many_segments_and_parts_are_one_file(workshop, sender, world, in_small_pieces):
    """However often it is put down between, and handed from one worker to the next."""
    tolvan = world.a_person()
    for n in range(9):
        sent(sender, subject=f"Brev {n}")
    workshop.order(tolvan)
    now = world.clock.now

    def tired():
        world.clock.at += timedelta(seconds=50)
        return now()

    world.operator.exports._clock.now = tired  # each look at the clock takes a while, so that a worker does little
    world.clock.now = tired
    workshop.work(rounds=40)
    del world.clock.now

    archive = workshop.open(tolvan)
    assert [row["Ämne"] for row in table(archive)] == [f"Brev {n}" for n in reversed(range(9))]
    assert sum(name.endswith(".pdf") for name in archive.namelist()) == 9


def test_a_lost_message_is_made_up_for(workshop, sender, world):
    """The clock finds what was ordered and nobody works on, once it is no longer young; and gives up after a day."""
    tolvan = world.a_person()
    sent(sender)
    workshop.order(tolvan)
    world.messages(world.config.export_queue_url)  # lost
    assert world.operator.exports.fall_due() == 0
    world.clock.advance(minutes=6)
    assert world.operator.exports.fall_due() == 1
    workshop.work()
    assert workshop.open(tolvan)
    assert world.operator.exports.fall_due() == 0

    workshop.order(tolvan)
    world.messages(world.config.export_queue_url)
    world.clock.advance(days=1)
    assert store.find(tolvan.mailbox).state(world.clock.now()) is State.FAILED
    assert world.operator.exports.fall_due() == 1
    workshop.work()
    assert (world.objects("export/"), world.operator.exports.fall_due()) == ([], 0)


def half_made(world, person):
    """An export under way, with an upload and a piece of work; as its worker has read it."""
    export = world.operator.exports.order(person.mailbox, person.person)
    assert store.claim(export, "a", world.clock.now())
    upload = world.operator.exports._uploads.begin(whole_blob(person.mailbox, export.key), "application/zip")
    assert store.begin(export, "a", upload, world.clock.now())
    piece(world, export)
    return store.find(person.mailbox)


def piece(world, export):
    """Work that an export has left on its way; its name."""
    name = work_folder(export.mailbox, export.key) + "1"
    world.operator.blobs.put(name, b"{}", "application/json")
    return name


def test_what_is_given_up_leaves_nothing_and_nobody_goes_on_with_it(workshop, world):
    """After a day; its owner sees that it failed, and orders another."""
    tolvan = world.a_person()
    half = half_made(world, tolvan)
    world.clock.advance(days=1)
    world.operator.exports.make(tolvan.mailbox, half.key)

    assert (world.objects("export/"), workshop.uploads()) == ([], [])
    assert store.find(tolvan.mailbox).state(world.clock.now()) is State.FAILED
    assert not store.finish(half, "a", 1, world.clock.now())
    assert world.operator.exports.fall_due() == 0
    assert workshop.make(tolvan)


def test_giving_up_an_export_spares_what_was_ordered_after_it(workshop, world, monkeypatch):
    """Its worker has read the row, and then its owner orders anew."""
    tolvan = world.a_person()
    half = half_made(world, tolvan)
    world.clock.advance(days=1)
    later = piece(world, workshop.order(tolvan))
    with monkeypatch.context() as stale:
        stale.setattr(store, "find", lambda mailbox: half)
        world.operator.exports.make(tolvan.mailbox, half.key)

    assert later in world.objects(folder(tolvan.mailbox))
    workshop.work()
    assert workshop.open(tolvan)


def test_giving_up_an_export_spares_one_that_is_ready_after_all(workshop, sender, world, monkeypatch):
    """Another worker has just finished it."""
    tolvan = world.a_person()
    sent(sender)
    before = workshop.order(tolvan)
    workshop.work()
    world.clock.advance(days=1)
    with monkeypatch.context() as stale:
        stale.setattr(store, "find", lambda mailbox: before)
        world.operator.exports.make(tolvan.mailbox, before.key)

    assert workshop.open(tolvan)


def test_beginning_an_export_spares_what_was_ordered_after_it(workshop, world):
    """It removes what the ones before it left, and finds out that it is not the latest only then."""
    tolvan = world.a_person()
    old = piece(world, workshop.order(tolvan))
    world.clock.advance(days=1)
    slow = workshop.order(tolvan)
    world.clock.advance(days=1)
    later = piece(world, workshop.order(tolvan))
    with pytest.raises(Unavailable):
        world.operator.exports._making().go_on(slow, world.operator.people.find(tolvan.person), "a", lambda: True)

    assert world.objects(folder(tolvan.mailbox)) == [later]
    assert old != later
