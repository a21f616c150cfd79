"""What the operator stands on: the outside parties, the queues, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.aws.config import Config
from chalicelib.aws.queues import Queue
from chalicelib.aws.secrets import Secret
from chalicelib.identity.bankid import BankIdClient
from chalicelib.identity.suppliers import BankId
from chalicelib.notifications.ses import Ses
from chalicelib.notifications.sms import AwsSms
from chalicelib.notifications.suppliers import MailSupplier, SmsSupplier
from chalicelib.outgoing.guard import Guard
from chalicelib.outgoing.receiver import HttpReceiver
from chalicelib.outgoing.suppliers import Receiver


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
                url=config.bankid_url, ca_file=config.bankid_ca_file,
                cert=Secret(config.bankid_cert_secret) if config.bankid_cert_secret else None,
            ),
            receiver=HttpReceiver(guard=guard(config), seconds=float(config.callback_seconds)),
            push=HttpReceiver(guard=guard(config), seconds=float(config.push_seconds)),
        )


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

    @classmethod
    def named(cls, config: Config) -> Queues:
        """Those that the configuration names."""
        return cls(
            notify=Queue(config.notify_queue_url, config.notify_dlq_url),
            release=Queue(config.release_queue_url, config.release_dlq_url),
            erase=Queue(config.erase_queue_url, config.erase_dlq_url),
            mail_events=Queue(config.mail_events_queue_url, config.mail_events_dlq_url),
            callbacks=Queue(config.callbacks_queue_url, config.callbacks_dlq_url),
            batches=Queue(config.batches_queue_url, config.batches_dlq_url),
            segments=Queue(config.segments_queue_url, config.segments_dlq_url),
            export=Queue(config.export_queue_url, config.export_dlq_url),
        )


def facts(config: Config) -> dict[str, str]:
    """Who runs this, as terms and extracts say it."""
    return {
        "operator": config.operator_name, "legal_name": config.legal_name or config.operator_name,
        "organisation_number": config.organisation_number, "postal_address": config.postal_address,
        "support_email": config.support_email, "support_phone": config.support_phone,
    }


def guard(config: Config) -> Guard:
    """Webhooks lead to the open Internet only; on a laptop to the laptop too."""
    return Guard(to_localhost=config.callbacks_to_localhost == "yes")
