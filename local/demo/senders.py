"""The demo's senders: registered by the operations' commands, sending through the API as anybody does."""

import base64
import json
from typing import Any

import urllib3

from local.demo.letters import SENDERS, Letter
from local.settings import Settings


class Refused(Exception):
    """The sender API said no."""


class Senders:
    """Four organisations, each with a client of its own. What was made before is used again."""

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

    def send(self, letter: Letter) -> None:
        sender = self._known[letter.sender]
        body = {
            "ssn": letter.ssn,
            "subject": letter.subject,
            "type": letter.type,
            "parts": [
                {"name": part.name, "content_type": part.content_type, "data": base64.b64encode(part.data()).decode()}
                for part in letter.parts
            ],
        }
        headers = {"authorization": f"Bearer {self._token(sender)}", "idempotency-key": f"demo-{letter.key}"}
        path = f"/v2/tenant/{sender['tenant_key']}/content"
        answer = self._http.request(
            "POST", self._base_url + path, body=json.dumps(body), headers=headers | {"content-type": "application/json"}
        )
        if answer.status not in (200, 201):
            raise Refused(f"{letter.subject}: {answer.status} {answer.data.decode()}")

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
