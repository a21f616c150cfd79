"""Where the product's code finds its parties on this laptop, in the variables that it reads on Lambda too."""

import os
from pathlib import Path

from infra.site import STAGES, who
from infra.site import settings as read_settings
from local.settings import REGION, Settings

# What a user's shell may hold to reach Amazon; the laptop must not.
AMAZON = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def of_child(settings: Settings) -> dict[str, str]:
    """For the two processes: the user's environment, without a way to Amazon unless its DynamoDB is asked for."""
    kept = {name: value for name, value in os.environ.items() if settings.dynamodb_endpoint or name not in AMAZON}
    kept |= {"NO_PROXY": "localhost,127.0.0.1,::1", "no_proxy": "localhost,127.0.0.1,::1"}
    has_credentials = "AWS_ACCESS_KEY_ID" in kept or "AWS_PROFILE" in kept
    return kept if has_credentials else kept | {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


def parameters(settings: Settings) -> dict[str, str]:
    """The templates' parameters, as a deployment would give them."""
    return {
        "WebOrigin": settings.base_url,
        "SenderOrigin": settings.base_url,
        "BankidUrl": f"{settings.endpoint('bankid')}/rp/v6.0",
        "MailFrom": "post@kuvert.example",
        "SmsSender": "KUVERT",
        **who(operator_settings()),
    }


def operator_settings() -> dict[str, str]:
    """Who runs it: as `infra/stages/local.conf` says, or another stage's file."""
    return read_settings(Path(os.environ.get("KUVERT_SETTINGS") or STAGES / "local.conf"))


def laptop_only(settings: Settings) -> dict[str, str]:
    """What no deployment has: plain HTTP to the simulated BankID, documents from the emulator's port, no X-Ray."""
    return {
        **aws(settings),
        "KUVERT_BANKID_CERT_SECRET": "",
        "KUVERT_BANKID_CA_FILE": "",
        "KUVERT_CALLBACKS_TO_LOCALHOST": "yes",
        "KUVERT_CONTENT_ORIGIN": settings.endpoint("aws"),
        "POWERTOOLS_TRACE_DISABLED": "true",
    }


def aws(settings: Settings) -> dict[str, str]:
    """What makes every AWS client of this process talk to the laptop and never to Amazon."""
    return {
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "AWS_ENDPOINT_URL": settings.endpoint("aws"),
        "AWS_ENDPOINT_URL_DYNAMODB": settings.endpoint("dynamodb"),
        "AWS_ENDPOINT_URL_SESV2": settings.endpoint("ses"),
        "AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2": settings.endpoint("sms"),
    }
