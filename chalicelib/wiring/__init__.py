"""What is plugged into what: the composition root. Everything below gets its collaborators from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.aws.blobs import Blobs
from chalicelib.aws.config import Config, load
from chalicelib.aws.multipart import Multipart
from chalicelib.aws.secrets import Pepper, Secret, Vault
from chalicelib.batches.service import Batches
from chalicelib.callbacks.due import Due
from chalicelib.callbacks.outbox import Outbox
from chalicelib.callbacks.service import Webhooks
from chalicelib.callbacks.telling import Telling
from chalicelib.delivery.accepting import Accepting
from chalicelib.delivery.changing import Changing
from chalicelib.delivery.matching import Matching
from chalicelib.delivery.releasing import Releasing
from chalicelib.delivery.waiting import WaitingPost
from chalicelib.forms.answering import Answering
from chalicelib.forms.service import Forms
from chalicelib.identity.codes import Codes
from chalicelib.identity.contact_changes import ContactChanges
from chalicelib.identity.enrolments import Enrolments
from chalicelib.identity.logging_in import Logins
from chalicelib.identity.sessions import Sessions
from chalicelib.kernel.clock import Clock, SystemClock
from chalicelib.kernel.ids import Ids, SystemIds
from chalicelib.mailbox import access_store
from chalicelib.mailbox.accesses import Accesses
from chalicelib.mailbox.calendars import Calendars
from chalicelib.mailbox.marking import Marking
from chalicelib.mailbox.service import Mailboxes
from chalicelib.mailbox.trash import Trash
from chalicelib.notifications.bounces import Bounces
from chalicelib.notifications.by_sms import BySms
from chalicelib.notifications.channels import ByEmail, ByPush
from chalicelib.notifications.messenger import Messenger
from chalicelib.notifications.model import House
from chalicelib.notifications.push import WebPush
from chalicelib.notifications.service import Notices
from chalicelib.notifications.subscriptions import Subscriptions
from chalicelib.notifications.trying import Trying
from chalicelib.notifications.vapid import Vapid
from chalicelib.previews.service import Previews
from chalicelib.privacy.service import Exports
from chalicelib.recipients.choices import Choices
from chalicelib.recipients.opening import Accounts
from chalicelib.recipients.sandbox import Sandbox
from chalicelib.recipients.service import People
from chalicelib.recipients.terms import Terms
from chalicelib.registered.service import Registered
from chalicelib.retention.service import Erasing
from chalicelib.senders.access import AccessRequests
from chalicelib.senders.owning import OwnTenants
from chalicelib.senders.service import Senders
from chalicelib.senders.walking import Walking
from chalicelib.tickets.service import TicketEvents
from chalicelib.uploads.service import Uploads
from chalicelib.wiring.outside import Queues, Suppliers, facts, guard

if TYPE_CHECKING:
    from chalicelib.privacy.making import Making

# Where people's own post is; every other stage is for trying things.
REAL_STAGES = ("prod",)


@dataclass(frozen=True, slots=True)
class Operator:
    """The whole business (brevlådeoperatören), one attribute per part."""

    config: Config
    clock: Clock
    ids: Ids
    pepper: Pepper
    vault: Vault
    blobs: Blobs
    queues: Queues
    senders: Senders
    own_tenants: OwnTenants
    access: AccessRequests
    matching: Matching
    walking: Walking
    accepting: Accepting
    changing: Changing
    releasing: Releasing
    waiting: WaitingPost
    notices: Notices
    bounces: Bounces
    subscriptions: Subscriptions
    trying: Trying
    messenger: Messenger
    erasing: Erasing
    outbox: Outbox
    webhooks: Webhooks
    telling: Telling
    callbacks_due: Due
    people: People
    accounts: Accounts
    choices: Choices
    terms: Terms
    logins: Logins
    sessions: Sessions
    codes: Codes
    enrolments: Enrolments
    contacts: ContactChanges
    mailboxes: Mailboxes
    marking: Marking
    trash: Trash
    accesses: Accesses
    calendars: Calendars
    ticket_events: TicketEvents
    registered: Registered
    forms: Forms
    answering: Answering
    uploads: Uploads
    previews: Previews
    sandbox: Sandbox
    batches: Batches
    exports: Exports


def build(config: Config, clock: Clock, ids: Ids, suppliers: Suppliers | None = None) -> Operator:
    """Plug everything together. Nothing here calls AWS."""
    outside = suppliers or Suppliers.real(config)
    pepper, vault = Pepper(Secret(config.pepper)), Vault(config.identity_key)
    blobs, queues = Blobs(config.content_bucket), Queues.named(config)
    house = House(config.operator_name, config.support_email)
    walking = Walking()

    # What happens is told to webhooks from the transaction in which it happens.
    outbox = Outbox(queue=queues.callbacks)
    webhooks = Webhooks(clock=clock, ids=ids, vault=vault, guard=guard(config), queue=queues.callbacks)

    # The road of a letter comes before people: who becomes reachable has what waits released.
    releasing = Releasing(clock=clock, blobs=blobs, pepper=pepper, outbox=outbox)
    waiting = WaitingPost(clock=clock, releasing=releasing, queue=queues.release)

    forms = Forms(clock=clock, ids=ids, vault=vault)
    messenger = Messenger(mail=outside.mail, sms=outside.sms, house=house)

    # Sandbox people meet each new sender, so they come before the senders.
    people = People(clock=clock, pepper=pepper, vault=vault)
    accounts = Accounts(clock=clock, ids=ids, people=people, marker=waiting.release_marker)
    sandbox = Sandbox(clock=clock, people=people, accounts=accounts, allowed=config.stage not in REAL_STAGES)

    # What they have in their mailboxes, and take home.
    marking = Marking(clock)
    trash = Trash(clock=clock, blobs=blobs, queue=queues.erase, forget_answers=Answering.forget)
    mailboxes = Mailboxes(clock=clock, ids=ids, blobs=blobs, marking=marking, trash=trash)
    multipart = Multipart(config.content_bucket)
    exports = Exports(
        clock=clock, ids=ids, queue=queues.export, blobs=blobs, uploads=multipart, people=people, messenger=messenger,
        house=house.name,
        making=lambda: _making(config, clock, blobs, multipart, mailboxes),
    )

    # How they come in: an order at BankID leads to a session, or to an account being opened.
    sessions = Sessions(clock=clock, note_login=access_store.login)
    terms = Terms(version=config.terms_version, facts=facts(config), folder=config.terms_folder)
    codes = Codes(clock=clock, ids=ids, pepper=pepper, messenger=messenger)
    enrolments = Enrolments(
        clock=clock, pepper=pepper, people=people, accounts=accounts, codes=codes, sessions=sessions,
        terms_version=config.terms_version,
    )
    logins = Logins(
        clock=clock, ids=ids, pepper=pepper, vault=vault, bankid=outside.bankid, people=people, sessions=sessions,
        enrolments=enrolments,
    )

    by_email = ByEmail(mail=outside.mail, house=house, pepper=pepper)
    vapid = Vapid(clock=clock, secret=Secret(config.vapid_secret), contact=config.support_email)
    by_push = ByPush(clock=clock, push=WebPush(vapid=vapid, receiver=outside.push), house=house)
    channels = (by_email, by_push, BySms(clock=clock, sms=outside.sms, house=house))

    return Operator(
        config=config, clock=clock, ids=ids, pepper=pepper, vault=vault, blobs=blobs, queues=queues,
        walking=walking, accesses=Accesses(clock=clock),
        calendars=Calendars(clock=clock, ids=ids, people=people),
        senders=Senders(clock=clock, ids=ids, on_new_access=webhooks.joined, on_new_tenant=sandbox.meet),
        own_tenants=OwnTenants(
            clock=clock, ids=ids, blobs=blobs, on_new_access=webhooks.joined, on_new_tenant=sandbox.meet
        ),
        access=AccessRequests(clock=clock, ids=ids, on_new_access=webhooks.joined),
        outbox=outbox, webhooks=webhooks,
        telling=Telling(clock=clock, vault=vault, queue=queues.callbacks, receiver=outside.receiver),
        callbacks_due=Due(clock=clock, queue=queues.callbacks),
        matching=Matching(clock=clock, pepper=pepper, walking=walking),
        accepting=Accepting(clock=clock, ids=ids, blobs=blobs, walking=walking, outbox=outbox),
        changing=Changing(clock=clock, ids=ids, blobs=blobs, releasing=releasing), releasing=releasing, waiting=waiting,
        messenger=messenger, people=people, accounts=accounts,
        choices=Choices(clock=clock, marker=waiting.release_marker), logins=logins, sessions=sessions,
        codes=codes, terms=terms, enrolments=enrolments,
        contacts=ContactChanges(people=people, accounts=accounts, codes=codes),
        mailboxes=mailboxes, marking=marking, trash=trash, ticket_events=TicketEvents(clock=clock, blobs=blobs),
        registered=Registered(
            clock=clock, vault=vault, mailboxes=mailboxes, outbox=outbox, queue=queues.release,
            house=config.operator_name,
        ),
        batches=Batches(
            clock=clock, ids=ids, blobs=blobs, pepper=pepper, outbox=outbox,
            queue=queues.batches, segments=queues.segments,
        ),
        uploads=Uploads(clock=clock, ids=ids, blobs=blobs),
        forms=forms, previews=Previews(clock=clock, ids=ids, blobs=blobs, forms=forms),
        answering=Answering(clock=clock, ids=ids, mailboxes=mailboxes, outbox=outbox),
        sandbox=sandbox,
        notices=Notices(clock=clock, blobs=blobs, channels=channels, queue=queues.notify),
        subscriptions=Subscriptions(clock=clock, vapid=vapid, guard=guard(config)),
        bounces=Bounces(clock=clock, email=by_email, outbox=outbox, queue=queues.notify),
        trying=Trying(clock=clock, channels=channels, mail=outside.mail, queue=queues.notify),
        erasing=Erasing(
            clock=clock, blobs=blobs, pepper=pepper, queue=queues.erase, end_waiting=waiting.end_all,
            forget_exports=exports.erase,
        ),
        exports=exports,
    )


def _making(config: Config, clock: Clock, blobs: Blobs, multipart: Multipart, mailboxes: Mailboxes) -> Making:
    """Made by the worker alone: what an export is made of is not on the way of any request."""
    from chalicelib.privacy.making import Making

    return Making(clock=clock, blobs=blobs, uploads=multipart, mailboxes=mailboxes, facts=facts(config))


_operator: Operator | None = None


def operator() -> Operator:
    """The operator of this process, built from the environment on first use."""
    global _operator
    if _operator is None:
        _operator = build(load(), SystemClock(), SystemIds())
    return _operator


def install(other: Operator) -> None:
    """Use another operator: one with a movable clock on the laptop, or a fresh one in a test."""
    global _operator
    _operator = other
