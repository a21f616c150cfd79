"""A mailbox: listed, opened, marked, and each look at a document on record."""

from __future__ import annotations

import json
from datetime import timedelta
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.aws import clients, tables
from chalicelib.kernel.clock import epoch
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.mailbox import access_store, correspondent_store, store
from chalicelib.mailbox.access_store import AccessRow
from chalicelib.mailbox.marking import Change
from chalicelib.mailbox.model import As, Letter, blob_prefix, content_blob, part_blob
from chalicelib.mailbox.store import ItemRow
from tests.counting import counted

MINE, THEIRS = f"1795176000{'a' * 32}", f"1795176000{'b' * 32}"
TENANT = f"1795176000{'c' * 32}"
PARTS = [
    {"n": 1, "name": "faktura.pdf", "content_type": "application/pdf", "size": 5, "sha256": ""},
    {"n": 2, "name": "sida.html", "content_type": "text/html", "size": 5, "sha256": "",
     "responsive": {"name": "liten.html", "size": 3, "sha256": ""}},
    {"n": 3, "name": "text", "content_type": "text/plain", "size": 5, "sha256": ""},
]


@pytest.fixture
def mailboxes(world):
    return world.operator.mailboxes


def deliver(world, mailbox: str = MINE, **change) -> str:
    """Put a letter with three parts into a mailbox, as delivery does."""
    key = world.ids.key(world.clock.now())
    values = {
        "mailbox": mailbox, "key": key, "tenant": TENANT, "sender_name": "Storängens Energi", "subject": "Faktura",
        "type": "letter", "received_at": world.clock.now(), "generated_at": None, "parts": 3,
    }
    prefix = blob_prefix(mailbox, key)
    blobs = world.operator.blobs
    blobs.put(content_blob(prefix), json.dumps({"v": 1, "parts": PARTS}).encode(), "application/json")
    for name in (part_blob(prefix, 1), part_blob(prefix, 2), part_blob(prefix, 2, "view")):
        blobs.put(name, b"data", "application/octet-stream")
    tables.commit([store.new_item(Letter(**{**values, **change}), "person")])
    return key


def test_newest_first_page_by_page(mailboxes, world):
    """Each letter once, the last page without a next, also when it is exactly full."""
    keys = []
    for _ in range(6):
        world.clock.advance(seconds=1)
        keys.append(deliver(world))
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        letters, cursor = mailboxes.page(MINE, cursor, 3)
        found += [letter.key for letter in letters]
        pages += 1

    assert found == keys[::-1]
    assert pages == 2


def test_an_empty_mailbox(mailboxes):
    """Has one page, and it is the last."""
    assert mailboxes.page(MINE, None, 50) == ([], None)


def test_a_letter_is_opened_with_its_documents(mailboxes, world):
    """The list of parts comes from its content."""
    opened = mailboxes.open(MINE, deliver(world))

    assert [(d.n, d.content_type, d.has_responsive) for d in opened.documents] == [
        (1, "application/pdf", False), (2, "text/html", True), (3, "text/plain", False),
    ]


@pytest.mark.parametrize("key", ["x", f"1795176000{'d' * 32}", "", "../../etc/passwd"])
def test_what_is_not_there_is_not_found(mailboxes, key):
    """Whatever is asked of it."""
    for act in (mailboxes.open, mailboxes.delete):
        with pytest.raises(NotFound):
            act(MINE, key)
    for change in (Change(), Change(unread=False)):
        with pytest.raises(NotFound):
            mailboxes.mark(MINE, key, change)
    with pytest.raises(NotFound):
        mailboxes.link(MINE, key, 1, As.INLINE, "person")


def test_a_letter_in_another_mailbox_is_not_there(mailboxes, world):
    """Forbidden and absent look the same (I8), and nothing is written down of it."""
    key = deliver(world, THEIRS)
    with pytest.raises(NotFound):
        mailboxes.open(MINE, key)
    with pytest.raises(NotFound):
        mailboxes.link(MINE, key, 1, As.DOWNLOAD, "person")
    with pytest.raises(NotFound):
        mailboxes.mark(MINE, key, Change(trashed=True))

    assert AccessRow.count() == 0
    assert mailboxes.page(MINE, None, 10) == ([], None)


@pytest.mark.parametrize(
    ("n", "how", "blob", "content_type", "disposition"),
    [
        (1, As.INLINE, "1", "application/pdf", "inline"),
        (1, As.DOWNLOAD, "1", "application/pdf", "attachment"),
        (2, As.INLINE, "2.view", "text/html; charset=utf-8", "inline"),
        (2, As.DOWNLOAD, "2", "text/html; charset=utf-8", "attachment"),
        (2, As.RESPONSIVE, "2.responsive.view", "text/html; charset=utf-8", "inline"),
        (3, As.INLINE, "3", "text/plain; charset=utf-8", "inline"),
    ],
)
def test_a_link_fixes_what_is_fetched_and_how(mailboxes, world, n, how, blob, content_type, disposition):
    """Signed for a minute; HTML is never shown as it was sent."""
    key = deliver(world)
    link = mailboxes.link(MINE, key, n, how, "person")
    url = urlsplit(link.url)
    asked = parse_qs(url.query)

    assert url.path.endswith(f"mailbox/{MINE}/{key}/{blob}")
    assert asked["response-content-type"] == [content_type] == [link.content_type]
    assert asked["response-content-disposition"][0].startswith(f"{disposition}; filename*=UTF-8''2026-11-20%20Stor%C3%A4ngens")
    assert asked["X-Amz-Expires"] == ["60"]
    assert link.expires_at - world.clock.now() == timedelta(seconds=60)


@pytest.mark.parametrize(("n", "how"), [(4, As.INLINE), (0, As.INLINE), (1, As.RESPONSIVE)])
def test_there_is_no_link_to_what_is_not_there(mailboxes, world, n, how):
    """And no record of it."""
    with pytest.raises(NotFound):
        mailboxes.link(MINE, deliver(world), n, how, "person")
    assert AccessRow.count() == 0


@pytest.mark.rule("RET-16")
@pytest.mark.rule("SEC-1")
def test_each_look_is_on_record_for_five_years(mailboxes, world):
    """Who, what and when; two looks in the same moment are two."""
    key = deliver(world)
    for how in (As.INLINE, As.DOWNLOAD):
        mailboxes.link(MINE, key, 1, how, "anna")
    rows = list(AccessRow.query(MINE))

    assert [(row.who, row.act, row.content_key, row.part) for row in rows] == [
        ("anna", "inline", key, 1), ("anna", "download", key, 1),
    ]
    assert all(row.ttl == epoch(world.clock.now() + timedelta(days=1827)) for row in rows)


def test_without_a_record_there_is_no_link(mailboxes, world, monkeypatch):
    """The access is written down first."""
    key = deliver(world)
    monkeypatch.setattr(access_store, "note", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        mailboxes.link(MINE, key, 1, As.INLINE, "anna")


def test_marking(mailboxes, world):
    """Each mark by itself; what is not given stays."""
    key = deliver(world)

    assert not mailboxes.mark(MINE, key, Change(unread=False)).unread
    letter = mailboxes.mark(MINE, key, Change(archived=True))
    assert (letter.unread, letter.archived) == (False, True)
    assert mailboxes.mark(MINE, key, Change(unread=True)).archived
    assert mailboxes.mark(MINE, key, Change()) == store.find(MINE, key)


def test_the_trash_gives_back_for_thirty_days(mailboxes, world):
    """Thrown away again, a letter keeps its first day; after thirty it is gone, removed or not (I6)."""
    key = deliver(world)
    thrown = mailboxes.mark(MINE, key, Change(trashed=True)).trashed_at
    world.clock.advance(days=20)
    assert mailboxes.mark(MINE, key, Change(trashed=True)).trashed_at == thrown
    assert [letter.key for letter in mailboxes.page(MINE, None, 10)[0]] == [key]
    assert mailboxes.open(MINE, key).letter.trashed_at == thrown
    world.clock.advance(days=10, seconds=-1)
    assert mailboxes.mark(MINE, key, Change(trashed=False)).trashed_at is None
    mailboxes.mark(MINE, key, Change(trashed=True))
    world.clock.advance(days=30)

    assert mailboxes.page(MINE, None, 10) == ([], None)
    for act in (lambda: mailboxes.open(MINE, key), lambda: mailboxes.mark(MINE, key, Change(trashed=False)),
                lambda: mailboxes.link(MINE, key, 1, As.INLINE, "anna")):
        with pytest.raises(NotFound):
            act()
    assert ItemRow.count(MINE) == 1


def test_only_what_lies_in_the_trash_is_deleted_for_good(mailboxes, world):
    """Row and files; other letters stay."""
    key, kept = deliver(world), deliver(world)
    with pytest.raises(Conflict):
        mailboxes.delete(MINE, key)
    mailboxes.mark(MINE, key, Change(trashed=True))
    mailboxes.delete(MINE, key)

    assert store.find_row(MINE, key) is None
    assert not world.objects(blob_prefix(MINE, key))
    assert world.objects(blob_prefix(MINE, kept))
    assert [letter.key for letter in mailboxes.page(MINE, None, 10)[0]] == [kept]


def test_a_deletion_that_was_cut_off_is_finished_by_the_schedule(mailboxes, world, monkeypatch):
    """Unseen at once, and gone within the hour."""
    world.purge()
    key = deliver(world)
    mailboxes.mark(MINE, key, Change(trashed=True))
    with monkeypatch.context() as broken:
        broken.setattr(world.operator.trash, "purge", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            mailboxes.delete(MINE, key)
    assert mailboxes.page(MINE, None, 10) == ([], None)
    world.clock.advance(hours=1)

    assert world.purge() == 1
    assert store.find_row(MINE, key) is None
    assert not world.objects(blob_prefix(MINE, key))


def test_the_schedule_empties_the_trash(mailboxes, world):
    """What is over goes with its files; what was taken back or thrown later stays; twice changes nothing."""
    world.purge()
    over, back, later = deliver(world), deliver(world), deliver(world)
    for key in (over, back):
        mailboxes.mark(MINE, key, Change(trashed=True))
    mailboxes.mark(MINE, back, Change(trashed=False))
    world.clock.advance(days=2)
    mailboxes.mark(MINE, later, Change(trashed=True))
    world.clock.advance(days=28, seconds=-1)
    assert world.purge() == 0
    world.clock.advance(seconds=1)

    assert world.purge() == 1
    assert world.purge() == 0
    assert {row.content_key for row in ItemRow.query(MINE)} == {back, later}
    assert not world.objects(blob_prefix(MINE, over))
    assert world.objects(blob_prefix(MINE, later))


def test_the_schedule_removes_nothing_itself_however_much_was_thrown_away(mailboxes, world):
    """It asks each shard, reads no letter, and names ten in a call; what is under way is not asked for again at once."""
    world.purge()
    for _ in range(12):
        mailboxes.mark(MINE, deliver(world), Change(trashed=True))
    world.clock.advance(days=30)
    world.operator.trash.purge_due()
    asked = []
    for _ in range(9):
        asked.append(len(world.messages(world.config.erase_queue_url)))  # and every message is lost
        world.clock.advance(hours=1)
        with counted() as made:
            world.operator.trash.purge_due()
        assert {*made} <= {"GetItem", "PutItem", "Query", "SendMessageBatch"}
        assert made.count("SendMessageBatch") <= 2
    assert asked == [12, 12, 12, 0, 12, 0, 0, 0, 12]

    assert world.purge() == 0
    world.clock.advance(hours=4)
    assert world.purge() == 12
    assert list(ItemRow.query(MINE)) == []


def test_letters_that_are_gone_hold_up_no_other_erasure(mailboxes, world):
    """Whoever throws much away is served after the others, accounts among them."""
    mailboxes.mark(MINE, deliver(world), Change(trashed=True))
    world.clock.advance(days=30)
    entries = []
    with mock.patch.object(clients.client("sqs"), "send_message_batch", lambda **call: entries.extend(call["Entries"]) or {}):
        world.operator.trash.purge_due()

    assert [entry["MessageGroupId"] for entry in entries] == [MINE]


def test_the_row_decides_and_not_the_index(mailboxes, world):
    """A letter found by the walk but taken back meanwhile is left alone."""
    key = deliver(world)
    mailboxes.mark(MINE, key, Change(trashed=True))

    assert not world.operator.trash.purge(MINE, key)
    assert not world.operator.trash.purge(MINE, f"1795176000{'e' * 32}")
    assert world.objects(blob_prefix(MINE, key))


def test_correspondents(mailboxes, world):
    """Whom a mailbox has post from, and when last."""
    tables.commit([correspondent_store.wrote(MINE, TENANT, "Storängens Energi", world.clock.now())])

    (found, following) = mailboxes.correspondents(MINE, None, 10)
    assert [(each.tenant, each.name) for each in found] == [(TENANT, "Storängens Energi")]
    assert following is None
    assert mailboxes.last_letter_from(MINE, TENANT) == world.clock.now()
    assert mailboxes.last_letter_from(THEIRS, TENANT) is None


def test_every_version_of_a_purged_letter_is_gone(mailboxes, world):
    """The bucket keeps versions; the trash does not (I7)."""
    key = deliver(world)
    mailboxes.mark(MINE, key, Change(trashed=True))
    mailboxes.delete(MINE, key)
    versions = clients.client("s3").list_object_versions(
        Bucket=world.config.content_bucket, Prefix=blob_prefix(MINE, key)
    )

    assert not versions.get("Versions")
    assert not versions.get("DeleteMarkers")
