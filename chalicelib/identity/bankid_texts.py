"""What is said to a person while BankID is under way: BankID's recommended texts (RFA), Swedish and English."""

from __future__ import annotations

from chalicelib.identity.model import Progress
from chalicelib.recipients.model import Language

_Words = tuple[str, str]
_PENDING: dict[str, _Words] = {
    "outstandingTransaction": (
        "Starta BankID-appen och läs av QR-koden.", "Start your BankID app and scan the QR code."
    ),
    "noClient": ("Starta BankID-appen.", "Start your BankID app."),
    "started": (
        "Söker efter BankID, det kan ta en liten stund …", "Searching for BankID, it may take a little while …"
    ),
    "userSign": (
        "Skriv in din säkerhetskod i BankID-appen och välj Identifiera.",
        "Enter your security code in the BankID app and select Identify.",
    ),
}
_FAILED: dict[str, _Words] = {
    "userCancel": ("Åtgärden är avbruten.", "Action cancelled."),
    "otherPerson": (
        "BankID tillhör en annan person än den som skulle identifiera sig.",
        "The BankID belongs to another person than the one who was to identify.",
    ),
}
_OTHER_PENDING: _Words = ("Identifiering pågår.", "Identification in progress.")
_OTHER_FAILED: _Words = ("Okänt fel. Försök igen.", "Unknown error. Please try again.")


def text(progress: Progress, hint: str, language: Language, *, same_device: bool) -> str:
    """Find the words for how an order stands."""
    if progress is Progress.COMPLETE:
        return ""
    if progress is Progress.PENDING and hint == "outstandingTransaction" and same_device:
        hint = "noClient"
    words = _PENDING.get(hint, _OTHER_PENDING) if progress is Progress.PENDING else _FAILED.get(hint, _OTHER_FAILED)
    return words[language is Language.EN]
