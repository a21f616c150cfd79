"""Asking to send for a tenant that another client has registered, and the operator's decision."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.ids import Ids, is_object_key
from chalicelib.senders import access_store, store
from chalicelib.senders.model import AccessRequest, AccessStatus


class AccessRequests:
    """Requests for access (åtkomstförfrågningar), one per client and tenant."""

    def __init__(self, *, clock: Clock, ids: Ids, on_new_access: Callable[[str, str], None]) -> None:
        self._clock = clock
        self._ids = ids
        self._on_new_access = on_new_access

    def ask(self, client_id: str, vat: str) -> AccessRequest:
        """Ask for access to the tenant that has an organisation number; asked again it is the same request.

        Who speaks for the tenant already has its request accepted at once.
        """
        organisation = store.tenant_of_organisation(vat)
        if organisation is None:
            raise NotFound("No tenant has this organisation number. Create one.")
        known = access_store.look(client_id, str(organisation.tenant))
        if known.tenant is None or known.client is None:
            raise NotFound("No tenant has this organisation number. Create one.")
        if known.request is None:
            now = self._clock.now()
            has_it = known.tenant.key in known.client.tenants
            request = AccessRequest(
                self._ids.key(now), client_id, known.client.name, known.tenant.key, known.tenant.name,
                AccessStatus.ACCEPTED if has_it else AccessStatus.PENDING, now,
            )
            if access_store.add(request):
                return request
        # Asked before, or by another hand just now.
        key = known.request or access_store.key_of(client_id, known.tenant.key)
        found = access_store.find(key) if key else None
        if found is None:
            raise Unavailable("The request is being changed right now. Send the same call again.")
        return found

    def find(self, client_id: str, key: str) -> AccessRequest:
        """Find a client's own request."""
        request = access_store.find(key) if is_object_key(key) else None
        if request is None or request.client_id != client_id:
            raise NotFound("There is no such request.")
        return request

    def pending(self) -> list[AccessRequest]:
        """List the requests that wait for a decision, oldest first."""
        return list(access_store.pending())

    def decide(self, key: str, *, accepted: bool) -> AccessRequest:
        """Accept or reject a request; accepting lets the client's next token speak for the tenant.

        A decision may be changed from rejected to accepted; taking access away again is another matter.
        """
        request = access_store.find(key) if is_object_key(key) else None
        if request is None:
            raise NotFound("There is no such request.")
        if request.status is AccessStatus.ACCEPTED and accepted:
            self._on_new_access(request.client_id, request.tenant)
            return request
        decided = access_store.decide(request, AccessStatus.ACCEPTED if accepted else AccessStatus.REJECTED)
        if decided is None:
            raise Unavailable("The request or its client has been changed meanwhile. Look again.")
        if accepted:
            self._on_new_access(request.client_id, request.tenant)
        return decided
