"""BankID's relying party API."""

from __future__ import annotations

from chalicelib.identity.suppliers import BankIdUnavailable, Collected, Order


class BankIdClient:
    """The client of BankID's relying party API v6.0."""

    def __init__(self, *, url: str, cert_secret: str, ca_file: str) -> None:
        self._url = url
        self._cert_secret = cert_secret
        self._ca_file = ca_file

    def auth(self, end_user_ip: str, personal_number: str | None = None, user_agent: str = "") -> Order:  # noqa: ARG002
        """Begin an identification."""
        raise BankIdUnavailable("BankID does not answer.")

    def collect(self, order_ref: str) -> Collected:  # noqa: ARG002
        """Ask how an order goes."""
        raise BankIdUnavailable("BankID does not answer.")

    def cancel(self, order_ref: str) -> None:  # noqa: ARG002
        """End an order."""
        raise BankIdUnavailable("BankID does not answer.")
