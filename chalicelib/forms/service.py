"""Forms as their senders see them: templates are made, responses are read and removed."""

from __future__ import annotations

import uuid
from typing import Any

from chalicelib.aws.secrets import Vault
from chalicelib.forms import store
from chalicelib.forms.model import FORM_KEY, Form, NotTheCreator, Response, UnknownForm, check
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import Ids


class Forms:
    """The forms of all tenants; another tenant's looks absent, another client's responses are forbidden."""

    def __init__(self, *, clock: Clock, ids: Ids, vault: Vault) -> None:
        self._clock = clock
        self._ids = ids
        self._vault = vault

    def make(self, tenant: str, client_id: str, told: dict[str, Any]) -> Form:
        """Take a template in; raises InvalidTemplate. It never changes: another one is another form."""
        check(told)
        key = str(uuid.UUID(hex=self._ids.hex(32), version=4))
        form = Form(tenant, key, client_id, self._clock.now(), told)
        store.add(form)
        return form

    def find(self, tenant: str, key: str) -> Form:
        """Find a form."""
        form = store.find(tenant, key) if FORM_KEY.match(key) else None
        if form is None:
            raise NotFound("There is no such form.")
        return form

    def named(self, tenant: str, key: str) -> Form:
        """Find the form that a content is sent with."""
        try:
            return self.find(tenant, key.lower())
        except NotFound:
            raise UnknownForm("form.id is not a form of this tenant. Make it at /form first.") from None

    def counted(self, tenant: str) -> list[tuple[str, int]]:
        """List a tenant's forms, each with how many responses wait: one query."""
        return list(store.counted(tenant, self._clock.now()))

    def seal(self, tenant: str, value: str) -> str:
        """Seal the number or address that a form was sent to, until its sender reads the response."""
        return self._vault.seal(value, _owner(tenant))

    def responses(self, tenant: str, key: str, client_id: str) -> list[str]:
        """Name the responses that wait for the client that made the form."""
        form = self._own(tenant, key, client_id)
        return list(store.responses(form.key, self._clock.now()))

    def response(self, tenant: str, key: str, response: str, client_id: str) -> tuple[Response, str]:
        """Read a response, and whom the form was sent to."""
        found = self._response(tenant, key, response, client_id)
        return found, self._vault.open(found.matched_value, _owner(tenant))

    def remove_response(self, tenant: str, key: str, response: str, client_id: str) -> None:
        """Remove a response that the sender has taken care of."""
        found = self._response(tenant, key, response, client_id)
        store.remove_response(tenant, found)

    def _own(self, tenant: str, key: str, client_id: str) -> Form:
        form = self.find(tenant, key)
        if form.client_id != client_id:
            raise NotTheCreator("The responses to a form are for the client that made it.")
        return form

    def _response(self, tenant: str, key: str, response: str, client_id: str) -> Response:
        form = self._own(tenant, key, client_id)
        found = store.find_response(form.key, response, self._clock.now()) if FORM_KEY.match(response) else None
        if found is None:
            raise NotFound("There is no such response.")
        return found


def _owner(tenant: str) -> str:
    return f"form:{tenant}"
