"""Senders at the door and in the register: credentials, tokens, tenants."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.aws.secrets import equal, fingerprint
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.identifiers import OrganisationNumber
from chalicelib.kernel.ids import Ids
from chalicelib.senders import owning_store, store, word_store
from chalicelib.senders.model import (
    LIVE_SECRETS,
    LONGEST_CLIENT_ID,
    TOKEN_LIFE,
    Caller,
    Client,
    CompanyId,
    Grant,
    InvalidClient,
    Listed,
    OrganisationTaken,
    Tenant,
    folded,
    full_scopes,
    narrowed,
    parse_scopes,
    stands_first,
)


class Senders:
    """Tenants and the clients that speak for them."""

    def __init__(
        self, *, clock: Clock, ids: Ids, on_new_access: Callable[[str, str], None], on_new_tenant: Callable[[str], None]
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._on_new_access = on_new_access
        self._on_new_tenant = on_new_tenant

    def grant(self, client_id: str, secret: str, scope: str = "") -> Grant:
        """Give a client a token of 8 hours, for all that it may do or for the scopes that it asks for.

        Raises InvalidClient for an unknown client or a wrong secret, which look the same, and InvalidScope.
        """
        client = store.find_client(client_id) if 1 <= len(client_id) <= LONGEST_CLIENT_ID else None
        known = client.secrets if client and not client.disabled else ()
        digest = fingerprint(secret)
        if client is None or not any(equal(digest, stored) for stored in known):
            raise InvalidClient("The client id or the client secret is wrong. Send them as HTTP Basic credentials.")
        scopes = narrowed(parse_scopes(scope), client.tenants) if scope.strip() else full_scopes(client.tenants)
        token = self._ids.hex(32)
        caller = Caller(client.client_id, frozenset(client.tenants), scopes)
        store.add_token(fingerprint(token), caller, self._clock.now() + TOKEN_LIFE)
        return Grant(token, scopes, int(TOKEN_LIFE.total_seconds()))

    def caller(self, token: str) -> Caller | None:
        """Find who stands behind a token: one read."""
        return store.find_caller(fingerprint(token), self._clock.now())

    def tenant(self, key: str) -> Tenant:
        """Find a tenant."""
        tenant = store.find_tenant(key)
        if tenant is None:
            raise NotFound("There is no such tenant.")
        return tenant

    def visible(self) -> list[Tenant]:
        """List the tenants that people may see and switch off before they have had any post from them."""
        return list(store.visible_tenants())

    def look_up(self, typed: str, after: str | None, most: int) -> tuple[list[Listed], str | None]:
        """List tenants that people may see, all or those of which a word begins so, and where the next page begins.

        One query, however many there are. One that is found by several words is told once, so a page may be shorter.
        """
        beginning = folded(typed)
        places = word_store.found(beginning, after, most + 1) if beginning else store.listed(after, most + 1)
        following = places[most - 1].at if len(places) > most else None
        return [one for one in places[:most] if not beginning or stands_first(one, beginning)], following

    def named(self, keys: list[str]) -> list[Tenant]:
        """Find some tenants, to call them by name."""
        return store.find_tenants(keys)

    def tenants_of(self, caller: Caller, vat: str | None = None) -> list[str]:
        """Name the tenants of a client, or the one of them that has an organisation number."""
        if vat is None:
            return sorted(caller.tenants)
        row = store.tenant_of_organisation(OrganisationNumber.typed(vat).vat)
        return [row.tenant] if row and row.tenant in caller.tenants else []

    def register_tenant(self, name: str, organisation: OrganisationNumber, created_by: str = "operations") -> Tenant:
        """Make a tenant for an organisation; its number may belong to one tenant only."""
        now = self._clock.now()
        company = CompanyId(name, organisation.vat)
        tenant = Tenant(self._ids.key(now), name, (company,), now, created_by)
        if not store.add_tenant(tenant):
            raise OrganisationTaken("Another client has this organisation number; ask for access to its tenant.")
        self._on_new_tenant(tenant.key)
        return tenant

    def register_client(self, name: str, tenants: list[str]) -> tuple[Client, str]:
        """Make a client for some tenants; its secret is answered this once."""
        for tenant in tenants:
            self.tenant(tenant)
        now = self._clock.now()
        secret = self._ids.token()
        client = Client(f"client_{self._ids.key(now)}", name, tuple(tenants), (fingerprint(secret),), now)
        store.save_client(client)
        return client, secret

    def rotate_secret(self, client_id: str) -> str:
        """Give a client a new secret beside the newest of its old ones; answered this once."""
        client = self._client(client_id)
        secret = self._ids.token()
        kept = client.secrets[-(LIVE_SECRETS - 1) :]
        self._set_secrets(client, (*kept, fingerprint(secret)))
        return secret

    def drop_old_secrets(self, client_id: str) -> None:
        """End all secrets but the newest, and every token: the rotation is over."""
        client = self._client(client_id)
        self._set_secrets(client, client.secrets[-1:])
        store.end_tokens(client_id)

    def _set_secrets(self, client: Client, secrets: tuple[str, ...]) -> None:
        if not store.set_secrets(client.client_id, secrets, client.secrets):
            raise Unavailable("Somebody else is changing the client's secrets right now. Try again.")

    def disable_client(self, client_id: str) -> None:
        """Shut a client out: no more tokens, and those that it has are ended.

        The index that finds them lags by a moment, so a token that is just being given out is found by a second call.
        """
        self._client(client_id)
        store.disable(client_id)
        store.end_tokens(client_id)

    def watch(self, tenant: str, *, whole_register: bool) -> None:
        """Let a tenant ask about everybody, or watch again how densely it asks about people (docs/matching.md)."""
        if not store.watch(tenant, whole_register=whole_register):
            raise NotFound("There is no such tenant.")

    def grant_tenant(self, client_id: str, tenant: str) -> None:
        """Let a client speak for one more tenant; it is in the scope of the tokens it asks for from now on."""
        client = self._client(client_id)
        self.tenant(tenant)
        if tenant not in client.tenants:
            owning_store.join(client_id, tenant)
            self._on_new_access(client_id, tenant)

    def _client(self, client_id: str) -> Client:
        client = store.find_client(client_id)
        if client is None:
            raise NotFound("There is no such client.")
        return client
