"""What differs between stages, read once from the environment; nothing else reads it."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

# What a stage may leave empty; without any of the others something fails at its first use.
MAY_BE_EMPTY = frozenset({
    "bankid_ca_file", "callbacks_to_localhost", "legal_name", "organisation_number", "postal_address", "support_phone",
    "support_hours_sv", "support_hours_en", "status_url", "terms_folder",
})


class MissingSettings(Exception):
    """A function was deployed without some of what its stage must say."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one stage; each comes from the environment variable `KUVERT_<NAME>`."""

    stage: str = "local"
    content_bucket: str = ""
    content_key_id: str = ""
    identity_key_id: str = ""
    pepper_secret: str = ""
    vapid_secret: str = ""
    notify_queue_url: str = ""
    notify_dlq_url: str = ""
    release_queue_url: str = ""
    release_dlq_url: str = ""
    erase_queue_url: str = ""
    erase_dlq_url: str = ""
    mail_events_queue_url: str = ""
    mail_events_dlq_url: str = ""
    callbacks_queue_url: str = ""
    callbacks_dlq_url: str = ""
    batches_queue_url: str = ""
    batches_dlq_url: str = ""
    segments_queue_url: str = ""
    segments_dlq_url: str = ""
    export_queue_url: str = ""
    export_dlq_url: str = ""
    callback_seconds: str = "1"
    callbacks_to_localhost: str = ""  # on a laptop only: webhooks and push may then be plain HTTP to the same machine
    push_seconds: str = "5"
    bankid_url: str = ""
    bankid_cert_secret: str = ""
    bankid_ca_file: str = ""
    mail_from: str = "noreply@kuvert.example"
    mail_configuration_set: str = ""
    sms_sender: str = "Kuvert"
    web_url: str = "http://localhost:8000"
    sender_api_url: str = "http://localhost:8000"
    content_origin: str = ""
    operator_name: str = "Kuvert"
    support_email: str = "support@kuvert.example"
    support_phone: str = ""
    support_hours_sv: str = ""
    support_hours_en: str = ""
    status_url: str = ""
    legal_name: str = ""
    organisation_number: str = ""
    postal_address: str = ""
    terms_version: str = "2026-06-01"
    terms_folder: str = ""

    @property
    def pepper(self) -> str:
        """The secret that people are found by: as told, or as it is called in this stage."""
        return self.pepper_secret or f"kuvert-{self.stage}-pepper"

    @property
    def identity_key(self) -> str:
        """The key that personal numbers are sealed by: as told, or as it is called in this stage."""
        return self.identity_key_id or f"alias/kuvert-{self.stage}-identity"

    def table(self, plural: str) -> str:
        """Name the table of an aggregate in this stage."""
        return f"kuvert-{self.stage}-{plural}"


def _variables() -> dict[str, str]:
    return {f.name: f"KUVERT_{f.name.upper()}" for f in fields(Config)}


def load() -> Config:
    """Read the environment; a variable that is absent keeps its default."""
    return Config(**{name: os.environ[env] for name, env in _variables().items() if env in os.environ})


def demand_all() -> None:
    """Start no function of a stage that lacks a setting: raises MissingSettings, which names all that are missing.

    Elsewhere the defaults do: the command line needs to know nothing but the stage, and packing not even that.
    """
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        return
    missing = [env for name, env in _variables().items() if name not in MAY_BE_EMPTY and not os.environ.get(env)]
    if missing:
        raise MissingSettings(f"This function's settings lack {', '.join(missing)}. Set them in infra/app.yaml.")


def region() -> str:
    """The region of everything but the web app's distribution: post stays in Sweden (RES-1)."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "eu-north-1"
