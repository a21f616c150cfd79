"""SES tells a topic what became of an e-mail, for the kinds of events that infra/app.yaml asks for."""

import json
import threading
from typing import Any

import boto3

from local import template
from local.resources import TEMPLATES
from local.settings import ACCOUNT, REGION, STAGE, Settings


class Announcer:
    """Publishes to the mail-events topic in the background, as SES does: whoever sends does not wait for it."""

    def __init__(self, settings: Settings) -> None:
        self._endpoint = settings.endpoint("aws")
        self._topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:kuvert-{STAGE}-mail-events"
        self._wanted = wanted_events()
        self._lock = threading.Lock()
        self._client: Any = None

    def publish(self, kind: str, event: dict[str, Any]) -> None:
        if kind.lower() in self._wanted:
            threading.Thread(target=self._tell, args=(json.dumps(event),), daemon=True).start()

    def _tell(self, message: str) -> None:
        self._sns().publish(TopicArn=self._topic, Message=message, Subject="Amazon SES Email Event Notification")

    def _sns(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = boto3.client(
                    "sns",
                    endpoint_url=self._endpoint,
                    region_name=REGION,
                    aws_access_key_id="local",
                    aws_secret_access_key="local",
                )
            return self._client


def wanted_events() -> set[str]:
    """What the configuration set's event destination matches."""
    resources = template.load([path for path in TEMPLATES if path.exists()])["Resources"].values()
    destinations = [one for one in resources if one.get("Type") == "AWS::SES::ConfigurationSetEventDestination"]
    return {
        kind.lower() for one in destinations for kind in one["Properties"]["EventDestination"]["MatchingEventTypes"]
    }
