"""What is plugged into what: the composition root. Everything below gets its collaborators from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.aws.blobs import Blobs
from chalicelib.aws.config import Config, load
from chalicelib.aws.multipart import Multipart
from chalicelib.aws.queues import Queue
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
from chalicelib.delivery.service import Deliveries
from chalicelib.forms.answering import Answering
from chalicelib.forms.service import Forms
from chalicelib.identity.bankid import BankIdClient
from chalicelib.identity.codes import Codes
from chalicelib.identity.contact_changes import ContactChanges
from chalicelib.identity.enrolments import Enrolments
from chalicelib.identity.logging_in import Logins
from chalicelib.identity.sessions import Sessions
from chalicelib.identity.suppliers import BankId
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
from chalicelib.notifications.ses import Ses
from chalicelib.notifications.sms import AwsSms
from chalicelib.notifications.subscriptions import Subscriptions
from chalicelib.notifications.suppliers import MailSupplier, SmsSupplier
from chalicelib.notifications.trying import Trying
from chalicelib.notifications.vapid import Vapid
from chalicelib.outgoing.guard import Guard
from chalicelib.outgoing.receiver import HttpReceiver
from chalicelib.outgoing.suppliers import Receiver
from chalicelib.previews.service import Previews
from chalicelib.privacy.service import Exports
from chalicelib.recipients.choices import Choices
from chalicelib.recipients.opening import Accounts
from chalicelib.recipients.sandbox import Sandbox
from chalicelib.recipients.service import People
from chalicelib.recipients.terms import Terms
from chalicelib.registered.service import Registered
from chalicelib.retention.service import Erasing
from chalicelib.senders.access import Access
from chalicelib.senders.owning import OwnTenants
from chalicelib.senders.service import Senders
from chalicelib.senders.walking import Walking
from chalicelib.tickets.service import TicketEvents
from chalicelib.uploads.service import Uploads

if TYPE_CHECKING:
    from chalicelib.privacy.making import Making

# Where people's own post is; every other stage is for trying things.
REAL_STAGES = ("prod",)


@dataclass(frozen=True, slots=True)
class Queues:
    """The queues whose messages come back in through app.py."""

    notify: Queue
    release: Queue
    erase: Queue
    mail_events: Queue
    callbacks: Queue
    batches: Queue
    segments: Queue
    export: Queue


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
    access: Access
    matching: Matching
    walking: Walking
    deliveries: Deliveries
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


@dataclass(frozen=True, slots=True)
class Suppliers:
    """The outside parties: real clients, unless a test hands in its own."""

    mail: MailSupplier
    sms: SmsSupplier
    bankid: BankId
    receiver: Receiver
    push: Receiver  # whatever push service a browser has chosen

    @classmethod
    def real(cls, config: Config) -> Suppliers:
        """Make the clients that the configuration describes."""
        return cls(
            mail=Ses(mail_from=config.mail_from, configuration_set=config.mail_configuration_set),
            sms=AwsSms(sender=config.sms_sender),
            bankid=BankIdClient(
                url=config.bankid_url, cert_secret=config.bankid_cert_secret, ca_file=config.bankid_ca_file
            ),
            receiver=HttpReceiver(guard=_guard(config), seconds=float(config.callback_seconds)),
            push=HttpReceiver(guard=_guard(config), seconds=float(config.push_seconds)),
        )


def build(config: Config, clock: Clock, ids: Ids, suppliers: Suppliers | None = None) -> Operator:
    """Plug everything together. Nothing here calls AWS."""
    outside = suppliers or Suppliers.real(config)
    pepper, vault = Pepper(config.pepper), Vault(config.identity_key)
    blobs, queues = Blobs(config.content_bucket), _queues(config)
    house = House(config.operator_name, config.support_email)
    walking = Walking()
    outbox = Outbox(queue=queues.callbacks)
    webhooks = Webhooks(clock=clock, ids=ids, vault=vault, guard=_guard(config), queue=queues.callbacks)
    releasing = Releasing(clock=clock, blobs=blobs, pepper=pepper, outbox=outbox)
    deliveries = Deliveries(
        clock=clock, queue=queues.release,
        accepting=Accepting(clock=clock, ids=ids, blobs=blobs, walking=walking, outbox=outbox),
        releasing=releasing, changing=Changing(clock=clock, ids=ids, blobs=blobs, releasing=releasing),
    )
    forms = Forms(clock=clock, ids=ids, vault=vault)
    messenger = Messenger(mail=outside.mail, sms=outside.sms, house=house)
    people = People(clock=clock, pepper=pepper, vault=vault)
    accounts = Accounts(clock=clock, ids=ids, people=people, marker=deliveries.release_marker)
    sandbox = Sandbox(clock=clock, people=people, accounts=accounts, allowed=config.stage not in REAL_STAGES)
    marking = Marking(clock)
    trash = Trash(clock=clock, blobs=blobs, queue=queues.erase, forget_answers=Answering.forget)
    mailboxes = Mailboxes(clock=clock, ids=ids, blobs=blobs, marking=marking, trash=trash)
    sessions = Sessions(clock=clock, note_login=access_store.login)
    multipart = Multipart(config.content_bucket)
    exports = Exports(
        clock=clock, ids=ids, queue=queues.export, blobs=blobs, uploads=multipart, people=people, messenger=messenger,
        house=house.name,
        making=lambda: _making(config, clock, blobs, multipart, mailboxes),
    )
    terms = Terms(version=config.terms_version, facts=_facts(config), folder=config.terms_folder)
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
        access=Access(clock=clock, ids=ids, on_new_access=webhooks.joined),
        outbox=outbox, webhooks=webhooks,
        telling=Telling(clock=clock, vault=vault, queue=queues.callbacks, receiver=outside.receiver),
        callbacks_due=Due(clock=clock, queue=queues.callbacks),
        matching=Matching(clock=clock, pepper=pepper, walking=walking),
        deliveries=deliveries, messenger=messenger, people=people, accounts=accounts,
        choices=Choices(clock=clock, marker=deliveries.release_marker), logins=logins, sessions=sessions,
        codes=codes, terms=terms, enrolments=enrolments,
        contacts=ContactChanges(people=people, accounts=accounts, codes=codes),
        mailboxes=mailboxes, marking=marking, trash=trash, ticket_events=TicketEvents(clock=clock, blobs=blobs),
        registered=Registered(
            clock=clock, vault=vault, mailboxes=mailboxes, outbox=outbox, queue=queues.release,
            house=config.operator_name,
        ),
        batches=Batches(
            clock=clock, ids=ids, blobs=blobs, pepper=pepper, deliveries=deliveries, outbox=outbox,
            queue=queues.batches, segments=queues.segments,
        ),
        uploads=Uploads(clock=clock, ids=ids, blobs=blobs),
        forms=forms, previews=Previews(clock=clock, ids=ids, blobs=blobs, forms=forms),
        answering=Answering(clock=clock, ids=ids, mailboxes=mailboxes, outbox=outbox),
        sandbox=sandbox,
        notices=Notices(clock=clock, blobs=blobs, channels=channels, queue=queues.notify),
        subscriptions=Subscriptions(clock=clock, vapid=vapid, guard=_guard(config)),
        bounces=Bounces(clock=clock, email=by_email, outbox=outbox, queue=queues.notify),
        trying=Trying(clock=clock, channels=channels, mail=outside.mail, queue=queues.notify),
        erasing=Erasing(
            clock=clock, blobs=blobs, pepper=pepper, queue=queues.erase, end_waiting=deliveries.end_waiting,
            forget_exports=exports.erase,
        ),
        exports=exports,
    )


def _queues(config: Config) -> Queues:
    return Queues(
        notify=Queue(config.notify_queue_url, config.notify_dlq_url),
        release=Queue(config.release_queue_url, config.release_dlq_url),
        erase=Queue(config.erase_queue_url, config.erase_dlq_url),
        mail_events=Queue(config.mail_events_queue_url, config.mail_events_dlq_url),
        callbacks=Queue(config.callbacks_queue_url, config.callbacks_dlq_url),
        batches=Queue(config.batches_queue_url, config.batches_dlq_url),
        segments=Queue(config.segments_queue_url, config.segments_dlq_url),
        export=Queue(config.export_queue_url, config.export_dlq_url),
    )


def _making(config: Config, clock: Clock, blobs: Blobs, multipart: Multipart, mailboxes: Mailboxes) -> Making:
    """Made by the worker alone: what an export is made of is not on the way of any request."""
    from chalicelib.privacy.making import Making

    return Making(clock=clock, blobs=blobs, uploads=multipart, mailboxes=mailboxes, facts=_facts(config))


def _facts(config: Config) -> dict[str, str]:
    """Who runs this, as terms and extracts say it."""
    return {
        "operator": config.operator_name, "legal_name": config.legal_name or config.operator_name,
        "organisation_number": config.organisation_number, "postal_address": config.postal_address,
        "support_email": config.support_email, "support_phone": config.support_phone,
    }


def _guard(config: Config) -> Guard:
    """Webhooks lead to the open Internet only; on a laptop to the laptop too."""
    return Guard(to_localhost=config.callbacks_to_localhost == "yes")


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
