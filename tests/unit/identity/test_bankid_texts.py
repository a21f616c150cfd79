"""Every state and error of BankID has a text, in both languages."""

import pytest

from chalicelib.identity import bankid_texts as texts
from chalicelib.identity.model import Progress
from chalicelib.recipients.model import Language

PENDING = ("outstandingTransaction", "noClient", "started", "userMrtd", "userCallConfirm", "userSign", "processing")
FAILED = (
    "expiredTransaction", "certificateErr", "userCancel", "cancelled", "startFailed", "userDeclinedCall",
    "notSupportedByUserApp", "transactionRiskBlocked", "otherPerson",
)


@pytest.mark.parametrize(("progress", "hint", "same_device", "expected"), [
    (Progress.PENDING, "outstandingTransaction", False, "RFA1-QR"),
    (Progress.PENDING, "outstandingTransaction", True, "RFA13"),
    (Progress.PENDING, "noClient", True, "RFA1"),
    (Progress.PENDING, "started", True, "RFA15B"),
    (Progress.PENDING, "started", False, "RFA15B"),
    (Progress.PENDING, "userMrtd", False, "RFA23"),
    (Progress.PENDING, "userSign", False, "RFA9"),
    (Progress.PENDING, "somethingNew", False, "RFA21"),
    (Progress.FAILED, "expiredTransaction", False, "RFA8"),
    (Progress.FAILED, "certificateErr", False, "RFA16"),
    (Progress.FAILED, "userCancel", False, "RFA6"),
    (Progress.FAILED, "cancelled", False, "RFA3"),
    (Progress.FAILED, "startFailed", True, "RFA17A"),
    (Progress.FAILED, "startFailed", False, "RFA17B"),
    (Progress.FAILED, "transactionRiskBlocked", False, "RFA22"),
    (Progress.FAILED, "somethingNew", True, "RFA22"),
    (Progress.COMPLETE, "", True, "RFA21"),
])
def test_a_state_has_the_text_that_bankid_recommends(progress, hint, same_device, expected):
    assert texts.rfa(progress, hint, same_device=same_device) == expected


def test_on_a_computer_a_card_reader_is_thought_of():
    assert texts.rfa(Progress.PENDING, "started", same_device=True, computer=True) == "RFA15A"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("same_device", [False, True])
def test_every_state_is_said_in_every_language(language, same_device):
    said = [texts.text(Progress.PENDING, hint, language, same_device=same_device) for hint in PENDING]
    said += [texts.text(Progress.FAILED, hint, language, same_device=same_device) for hint in FAILED]
    assert all(text.strip() for text in said)


def test_known_hints_are_not_left_to_chance():
    unknown = [hint for hint in FAILED if texts.rfa(Progress.FAILED, hint, same_device=False) == "RFA22"]
    assert unknown == ["userDeclinedCall", "notSupportedByUserApp", "transactionRiskBlocked"]


@pytest.mark.parametrize(("code", "expected"), [
    ("alreadyInProgress", "RFA4"), ("maintenance", "RFA5"), ("internalError", "RFA5"), ("requestTimeout", "RFA5"),
    ("somethingNew", "RFA22"),
])
def test_errors_have_texts_too(code, expected):
    assert texts.error_text(code, Language.SV) == texts.TEXTS[expected][Language.SV]


def test_every_text_is_in_both_languages():
    assert all(set(variants) == set(Language) for variants in texts.TEXTS.values())
