"""The events that SES publishes about an e-mail, in the JSON that SES writes."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any


@dataclass(frozen=True)
class Mail:
    """One e-mail that SES has taken."""

    message_id: str
    at: datetime
    source: str
    to: list[str]
    subject: str
    headers: list[dict[str, str]]
    tags: dict[str, list[str]]
    configuration_set: str
    account: str
    region: str


def of(mail: Mail, suppressed: Set[str] = frozenset()) -> list[dict[str, Any]]:
    """Sent, and then delivered or not: one event per fate, with the recipients who met it."""
    fates: dict[str, list[str]] = {}
    for recipient in mail.to:
        met = "suppressed" if parseaddr(recipient)[1].lower() in suppressed else fate(recipient)
        fates.setdefault(met, []).append(recipient)
    return [_event("Send", mail, {})] + [_FATES[name](mail, recipients) for name, recipients in fates.items()]


def fate(recipient: str) -> str:
    """As SES's own mailbox simulator, on any domain: `bounce@…`, `bounce+anything@…`, `complaint@…`."""
    mailbox = parseaddr(recipient)[1].partition("@")[0].partition("+")[0].lower()
    return mailbox if mailbox in ("bounce", "complaint", "reject") else "delivery"


def _event(kind: str, mail: Mail, details: dict[str, Any]) -> dict[str, Any]:
    return {"eventType": kind, "mail": _mail(mail), kind[0].lower() + kind[1:]: details}


def _delivery(mail: Mail, recipients: list[str]) -> dict[str, Any]:
    details = {
        "timestamp": _time(mail.at),
        "processingTimeMillis": 546,
        "recipients": recipients,
        "smtpResponse": "250 2.6.0 Message received",
        "remoteMtaIp": "127.0.0.1",
        "reportingMTA": f"a8-50.smtp-out.{mail.region}.amazonses.com",
    }
    return _event("Delivery", mail, details)


def _bounce(mail: Mail, recipients: list[str]) -> dict[str, Any]:
    bounced = [
        {
            "emailAddress": recipient,
            "action": "failed",
            "status": "5.1.1",
            "diagnosticCode": "smtp; 550 5.1.1 user unknown",
        }
        for recipient in recipients
    ]
    details = {
        "feedbackId": f"{mail.message_id}-bounce",
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": bounced,
        "timestamp": _time(mail.at),
        "reportingMTA": f"dsn; a8-50.smtp-out.{mail.region}.amazonses.com",
    }
    return _event("Bounce", mail, details)


def _suppressed(mail: Mail, recipients: list[str]) -> dict[str, Any]:
    """SES takes the e-mail and sends it nowhere: the address is on the account's list."""
    event = _bounce(mail, recipients)
    event["bounce"] |= {"bounceSubType": "OnAccountSuppressionList", "reportingMTA": "dns; amazonses.com"}
    return event


def _complaint(mail: Mail, recipients: list[str]) -> dict[str, Any]:
    details = {
        "feedbackId": f"{mail.message_id}-complaint",
        "complaintSubType": None,
        "complainedRecipients": [{"emailAddress": recipient} for recipient in recipients],
        "timestamp": _time(mail.at),
        "userAgent": "Amazon SES Mailbox Simulator",
        "complaintFeedbackType": "abuse",
        "arrivalDate": _time(mail.at),
    }
    return _event("Complaint", mail, details)


def _reject(mail: Mail, _: list[str]) -> dict[str, Any]:
    return _event("Reject", mail, {"reason": "Bad content"})


_FATES = {
    "delivery": _delivery, "bounce": _bounce, "complaint": _complaint, "reject": _reject, "suppressed": _suppressed,
}


def _mail(mail: Mail) -> dict[str, Any]:
    common = {"from": [mail.source], "to": mail.to, "subject": mail.subject, "messageId": mail.message_id}
    own = [
        {"name": "From", "value": mail.source},
        {"name": "To", "value": ", ".join(mail.to)},
        {"name": "Subject", "value": mail.subject},
        {"name": "MIME-Version", "value": "1.0"},
    ]
    tags = {
        "ses:operation": ["SendEmail"],
        "ses:configuration-set": [mail.configuration_set],
        "ses:source-ip": ["127.0.0.1"],
        "ses:from-domain": [parseaddr(mail.source)[1].partition("@")[2]],
        "ses:caller-identity": ["local"],
    }
    return {
        "timestamp": _time(mail.at),
        "source": mail.source,
        "sourceArn": f"arn:aws:ses:{mail.region}:{mail.account}:identity/{tags['ses:from-domain'][0]}",
        "sendingAccountId": mail.account,
        "messageId": mail.message_id,
        "destination": mail.to,
        "headersTruncated": False,
        "headers": own + mail.headers,
        "commonHeaders": common,
        "tags": tags | mail.tags,
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
