"""What BankID wants said to the person in each state of an order and after each error, in Swedish and English.

The texts are BankID's recommendations to relying parties (RFA1 to RFA23), by their numbers; the QR code's own
variants say where the code is.
"""

from __future__ import annotations

from chalicelib.identity.model import Progress
from chalicelib.recipients.model import Language

TEXTS: dict[str, dict[Language, str]] = {
    "RFA1": {
        Language.SV: "Starta BankID-appen.",
        Language.EN: "Start your BankID app.",
    },
    "RFA1-QR": {
        Language.SV: "Starta BankID-appen, tryck på QR-ikonen och läs av QR-koden.",
        Language.EN: "Start your BankID app, tap the QR icon and scan the QR code.",
    },
    "RFA3": {
        Language.SV: "Åtgärden avbruten. Försök igen.",
        Language.EN: "Action cancelled. Please try again.",
    },
    "RFA4": {
        Language.SV: "En identifiering eller underskrift för det här personnumret är redan påbörjad. Försök igen.",
        Language.EN: "An identification or signing for this personal number is already started. Please try again.",
    },
    "RFA5": {
        Language.SV: "Internt tekniskt fel. Försök igen.",
        Language.EN: "Internal error. Please try again.",
    },
    "RFA6": {
        Language.SV: "Åtgärden avbruten.",
        Language.EN: "Action cancelled.",
    },
    "RFA8": {
        Language.SV: (
            "BankID-appen svarar inte. Kontrollera att den är startad och att du har internetanslutning. Om du "
            "inte har något giltigt BankID kan du skaffa ett hos din bank. Försök sedan igen."
        ),
        Language.EN: (
            "The BankID app is not responding. Please check that it is started and that you have internet access."
            " If you don’t have a valid BankID you can get one from your bank. Then try again."
        ),
    },
    "RFA9": {
        Language.SV: "Skriv in din säkerhetskod i BankID-appen och välj Identifiera eller Skriv under.",
        Language.EN: "Enter your security code in the BankID app and select Identify or Sign.",
    },
    "RFA13": {
        Language.SV: "Försöker starta BankID-appen.",
        Language.EN: "Trying to start your BankID app.",
    },
    "RFA15A": {
        Language.SV: (
            "Söker efter BankID, det kan ta en liten stund … Om det har gått några sekunder och inget BankID har "
            "hittats har du sannolikt inget BankID som går att använda för den aktuella identifieringen eller "
            "underskriften i den här datorn. Om du har ett BankID-kort, sätt in det i kortläsaren. Om du inte har"
            " något BankID kan du skaffa ett hos din bank."
        ),
        Language.EN: (
            "Searching for BankID, it may take a little while … If a few seconds have passed and still no BankID "
            "has been found, you probably don’t have a BankID which can be used for this identification or "
            "signing on this computer. If you have a BankID card, please insert it into your card reader. If you "
            "don’t have a BankID you can get one from your bank."
        ),
    },
    "RFA15B": {
        Language.SV: (
            "Söker efter BankID, det kan ta en liten stund … Om det har gått några sekunder och inget BankID har "
            "hittats har du sannolikt inget BankID som går att använda för den aktuella identifieringen eller "
            "underskriften i den här enheten. Om du inte har något BankID kan du skaffa ett hos din bank."
        ),
        Language.EN: (
            "Searching for BankID, it may take a little while … If a few seconds have passed and still no BankID "
            "has been found, you probably don’t have a BankID which can be used for this identification or "
            "signing on this device. If you don’t have a BankID you can get one from your bank."
        ),
    },
    "RFA16": {
        Language.SV: (
            "Det BankID du försöker använda är för gammalt eller spärrat. Använd ett annat BankID eller skaffa "
            "ett nytt hos din bank."
        ),
        Language.EN: (
            "The BankID you are trying to use is blocked or too old. Please use another BankID or get a new one "
            "from your bank."
        ),
    },
    "RFA17A": {
        Language.SV: (
            "BankID-appen verkar inte finnas i din dator eller mobil. Installera den och skaffa ett BankID hos "
            "din bank. Installera appen från din appbutik eller https://install.bankid.com."
        ),
        Language.EN: (
            "The BankID app couldn’t be found on your computer or mobile device. Please install it and get a "
            "BankID from your bank. Install the app from your app store or https://install.bankid.com."
        ),
    },
    "RFA17B": {
        Language.SV: (
            "Misslyckades att läsa av QR-koden. Starta BankID-appen och läs av QR-koden. Kontrollera att BankID-"
            "appen är uppdaterad. Om du inte har appen måste du installera den och skaffa ett BankID hos din "
            "bank. Installera appen från din appbutik eller https://install.bankid.com."
        ),
        Language.EN: (
            "Failed to scan the QR code. Start the BankID app and scan the QR code. Check that the BankID app is "
            "up to date. If you don’t have the app, you need to install it and get a BankID from your bank. "
            "Install the app from your app store or https://install.bankid.com."
        ),
    },
    "RFA21": {
        Language.SV: "Identifiering eller underskrift pågår.",
        Language.EN: "Identification or signing in progress.",
    },
    "RFA22": {
        Language.SV: "Okänt fel. Försök igen.",
        Language.EN: "Unknown error. Please try again.",
    },
    "RFA23": {
        Language.SV: "Fotografera och läs av din ID-handling med BankID-appen.",
        Language.EN: "Photograph and read your identity document with the BankID app.",
    },
    # Not BankID's: the order was meant for somebody else than who finished it, and phone orders, which we do not use.
    "OTHER": {
        Language.SV: "Du använde ett BankID som tillhör någon annan än den som ska identifiera sig. Försök igen.",
        Language.EN: "You used a BankID that belongs to somebody else than who should identify. Please try again.",
    },
    "CALL": {
        Language.SV: "Har du blivit uppringd av någon som vill att du identifierar dig? Svara i BankID-appen.",
        Language.EN: "Has somebody called you and asked you to identify? Answer in the BankID app.",
    },
}

_BY_QR = {
    "outstandingTransaction": "RFA1-QR", "noClient": "RFA1-QR", "started": "RFA15B", "startFailed": "RFA17B",
}
_SAME_DEVICE = {
    "outstandingTransaction": "RFA13", "noClient": "RFA1", "started": "RFA15B", "startFailed": "RFA17A",
}
_EITHER = {
    "userMrtd": "RFA23", "userSign": "RFA9", "userCallConfirm": "CALL", "processing": "RFA21",
    "expiredTransaction": "RFA8", "certificateErr": "RFA16", "userCancel": "RFA6", "cancelled": "RFA3",
    "userDeclinedCall": "RFA22", "notSupportedByUserApp": "RFA22", "transactionRiskBlocked": "RFA22",
    "otherPerson": "OTHER",
}
_ERRORS = {
    "alreadyInProgress": "RFA4", "requestTimeout": "RFA5", "maintenance": "RFA5", "internalError": "RFA5",
}


def rfa(progress: Progress, hint: str, *, same_device: bool, computer: bool = False) -> str:
    """Choose the text of a state, by BankID's number; unknown hints have texts too."""
    if progress is Progress.COMPLETE:
        return "RFA21"
    if hint == "started" and same_device and computer:
        return "RFA15A"
    chosen = {**_EITHER, **(_SAME_DEVICE if same_device else _BY_QR)}
    return chosen.get(hint, "RFA21" if progress is Progress.PENDING else "RFA22")


def text(
    progress: Progress, hint: str, language: Language, *, same_device: bool = False, computer: bool = False
) -> str:
    """Say how an order stands."""
    return TEXTS[rfa(progress, hint, same_device=same_device, computer=computer)][language]


def error_text(code: str, language: Language) -> str:
    """Say why an order could not be begun, by BankID's code of the error."""
    return TEXTS[_ERRORS.get(code, "RFA22")][language]
