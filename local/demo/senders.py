"""The demo's senders: registered by the operations' commands, sending through the API as anybody does."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import urllib3

from local.demo.letters import SENDERS, Letter
from local.settings import Settings


class Refused(Exception):
    """The sender API said no."""


class Senders:
    """The organisations, each with a client of its own. What was made before is used again."""

    def __init__(self, settings: Settings) -> None:
        self._base_url = settings.base_url
        self._http = urllib3.PoolManager(retries=False, timeout=60)
        self._file = settings.folder / "demo-senders.json"
        if not self._file.exists():
            self._file.write_text(json.dumps({name: _register(*sender) for name, sender in SENDERS.items()}))
        self._known: dict[str, dict[str, str]] = json.loads(self._file.read_text())

    def shown(self) -> dict[str, str]:
        """The one whose credentials are told."""
        return self._known[next(iter(SENDERS))]

    def send(self, letter: Letter, now: datetime) -> None:
        """Send it as its sender's software does; the same letter sent again is the same letter."""
        sender = self._known[letter.sender]
        authorized = {"authorization": f"Bearer {self._token(sender)}"}

        def post(what: str, body: Mapping[str, Any], **headers: str) -> dict[str, Any]:
            return self._post(f"/v2/tenant/{sender['tenant_key']}/{what}", body, authorized | headers)

        body: dict[str, Any] = {"ssn": letter.ssn, "subject": letter.subject, "type": letter.type}
        body["parts"] = [
            {"name": part.name, "content_type": part.content_type, "data": base64.b64encode(part.data()).decode()}
            for part in letter.parts
        ]
        if letter.fields:
            body |= letter.fields(now, post)
        post("content", body, **{"idempotency-key": f"demo-{letter.key}"})

    def _post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
        answer = self._http.request(
            "POST", self._base_url + path, body=json.dumps(body),
            headers={**headers, "content-type": "application/json"},
        )
        sent_before = answer.status == 409  # by a start that was cut short; the form it names has been made anew since
        if answer.status not in (200, 201) and not sent_before:
            raise Refused(f"{path}: {answer.status} {answer.data.decode()}")
        return dict(json.loads(answer.data or b"{}"))

    def _token(self, sender: dict[str, str]) -> str:
        """A new one each time: the clock moves by weeks between the letters."""
        credentials = urllib3.make_headers(basic_auth=f"{sender['client_id']}:{sender['client_secret']}")
        answer = self._http.request(
            "POST", f"{self._base_url}/v2/auth", fields={"grant_type": "client_credentials"}, headers=credentials,
            encode_multipart=False,
        )  # fmt: skip
        if answer.status != 200:
            raise Refused(f"auth: {answer.status} {answer.data.decode()}")
        return str(json.loads(answer.data)["access_token"])


def _register(name: str, orgnr: str) -> dict[str, Any]:
    """As `tenant create` and `client create` do."""
    from chalicelib.kernel.identifiers import OrganisationNumber
    from chalicelib.wiring import operator

    tenant = operator().senders.register_tenant(name, OrganisationNumber.typed(orgnr))
    client, secret = operator().senders.register_client(f"{name}, verksamhetssystem", [tenant.key])
    return {"client_id": client.client_id, "client_secret": secret, "tenant_key": tenant.key}
