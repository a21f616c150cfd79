"""What clients do with their own tenants: create, rename, add and remove organisation numbers, set an icon."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from chalicelib.aws.blobs import Blobs
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, NotFound, Unavailable
from chalicelib.kernel.ids import Ids
from chalicelib.senders import owning_store, store
from chalicelib.senders.model import MAX_COMPANY_IDS, CompanyId, OrganisationTaken, Tenant
from chalicelib.senders.store import OrganisationRow

# Somebody else may change the same tenant between reading and writing; then all is looked at anew.
TRIES = 3


class OwnTenants:
    """Tenants in the hands of the clients that speak for them."""

    def __init__(
        self, *, clock: Clock, ids: Ids, blobs: Blobs, on_new_access: Callable[[str, str], None],
        on_new_tenant: Callable[[str], None],
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._blobs = blobs
        self._on_new_access = on_new_access
        self._on_new_tenant = on_new_tenant

    def create(self, client_id: str, name: str, companies: tuple[CompanyId, ...]) -> tuple[Tenant, bool]:
        """Create a tenant for a client, or find the one that it has created before or speaks for already.

        Answers the tenant and whether it is new. Raises OrganisationTaken for a number of somebody else's.
        """
        unique = tuple({company.orgnr: company for company in companies}.values())
        for _ in range(TRIES):
            taken = owning_store.organisations([company.orgnr for company in unique])
            if taken:
                return self._existing(client_id, taken), False
            now = self._clock.now()
            tenant = Tenant(self._ids.key(now), name, unique, now, client_id)
            if owning_store.create(tenant, client_id):
                self._tell(client_id, tenant.key)
                return tenant, True
        raise Unavailable("The organisation numbers are being changed right now. Send the same call again.")

    def _existing(self, client_id: str, taken: list[OrganisationRow]) -> Tenant:
        """The client's own tenant that has the numbers; all must be of the same one."""
        tenant = store.find_tenant(str(taken[0].tenant))
        client = store.find_client(client_id)
        tenants = {str(row.tenant) for row in taken}
        if client is not None and len(tenants) > 1 and tenants <= set(client.tenants):
            raise OrganisationTaken("Tenants of your own have these organisation numbers, not one of them all.")
        if tenant is None or client is None or len(tenants) > 1:
            raise _taken()
        if tenant.key not in client.tenants:
            if tenant.created_by != client_id:
                raise _taken()
            owning_store.join(client_id, tenant.key)
        # Also after a first call that died before it had told of the new tenant.
        self._tell(client_id, tenant.key)
        return tenant

    def _tell(self, client_id: str, tenant: str) -> None:
        self._on_new_access(client_id, tenant)
        self._on_new_tenant(tenant)

    def rename(self, tenant: str, name: str) -> None:
        """Give a tenant another name."""
        if not owning_store.rename(tenant, name):
            raise _absent()

    def add_company(self, tenant: str, company: CompanyId) -> None:
        """Let a tenant speak for one more organisation."""
        if owning_store.add_company(tenant, company):
            return
        row = store.tenant_of_organisation(company.orgnr)
        if row is None:
            raise Conflict(f"A tenant has at most {MAX_COMPANY_IDS} organisation numbers.")
        if row.tenant != tenant:
            raise _taken()

    def remove_company(self, tenant: str, orgnr: str) -> None:
        """Let a tenant no longer speak for an organisation."""
        for _ in range(TRIES):
            found = store.find_tenant(tenant)
            if found is None or orgnr not in _numbers(found.company_id):
                raise NotFound("The tenant does not have this organisation number.")
            if len(found.company_id) == 1:
                raise Conflict("A tenant keeps at least one organisation number. Add another before removing this.")
            if owning_store.remove_company(found, orgnr):
                return
        raise Unavailable("The tenant is being changed right now. Send the same call again.")

    def set_icon(self, tenant: str, png: bytes) -> None:
        """Store a tenant's icon, then note that there is one; done twice it is the same."""
        self._blobs.put(icon_blob(tenant), png, "image/png")
        if not owning_store.note_icon(tenant, hashlib.sha256(png).hexdigest()[:16]):
            raise _absent()

    def icon(self, tenant: str) -> bytes:
        """Find a tenant's icon."""
        png = self._blobs.get(icon_blob(tenant))
        if png is None:
            raise NotFound("There is no such icon.")
        return png


def icon_blob(tenant: str) -> str:
    """Where an icon lies in the content bucket."""
    return f"icons/{tenant}"


def _numbers(companies: Iterable[CompanyId]) -> set[str]:
    return {company.orgnr for company in companies}


def _absent() -> NotFound:
    return NotFound("There is no such tenant.")


def _taken() -> OrganisationTaken:
    return OrganisationTaken("Another client has this organisation number; ask for access to its tenant.")
