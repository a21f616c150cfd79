"""The terms: one file for each version and language, with the operator's own facts."""

from __future__ import annotations

import pytest

from chalicelib.recipients.model import Language
from chalicelib.recipients.terms import FACTS, OURS, Section, Terms, file, sections
from infra.site import STAGES, settings, wrong_with_terms

HOUSE = {
    "operator": "Brevhuset", "legal_name": "Brevhuset i Väst AB", "organisation_number": "559999-8888",
    "postal_address": "Box 1, 123 45 Björkö", "support_email": "hej@brevhuset.example", "support_phone": "",
}
TEXT = "\n# One\n{operator} keeps it.\n\nFor long.\n\n# Two\nCall {support_phone}\nWrite to {support_email}\n"


def test_headings_paragraphs_and_the_operators_facts_and_no_line_about_what_is_not_set():
    assert sections(TEXT, HOUSE) == (
        Section("One", ("Brevhuset keeps it.", "For long.")), Section("Two", ("Write to hej@brevhuset.example",)),
    )


@pytest.mark.parametrize("language", Language)
def test_those_that_come_with_the_product_name_whoever_runs_it_and_nobody_else(language):
    told = Terms(version="2026-06-01", facts=HOUSE).text(language)
    text = "\n".join(paragraph for section in told for paragraph in section.paragraphs)
    assert all(fact in text for fact in HOUSE.values())
    assert "{" not in text
    assert "Kuvert" not in text


def test_they_say_the_same_in_both_languages():
    """As far as can be counted."""
    shapes = {
        tuple(len(section.paragraphs) for section in sections(file(OURS, "2026-06-01", language), HOUSE))
        for language in Language
    }
    assert len(shapes) == 1


def test_an_operators_own_take_the_place_of_ours(tmp_path):
    for language in Language:
        (tmp_path / f"terms-7.{language.value}.md").write_text("# Own\n{operator}, in short\n", encoding="utf-8")
    terms = Terms(version="7", facts=HOUSE, folder=str(tmp_path))
    assert (terms.version, terms.text(Language.SV)) == ("7", (Section("Own", ("Brevhuset, in short",)),))


@pytest.mark.parametrize("stage", sorted(path.stem for path in STAGES.glob("*.conf")))
def test_each_stage_has_terms_to_accept(stage):
    found = settings(STAGES / f"{stage}.conf")
    assert wrong_with_terms({"TermsVersion": "2026-06-01", **found}) == []


@pytest.mark.parametrize(("text", "why"), [
    (None, "There is no"), ("# One\n{telephone}\n", "telephone"), ("No heading\n", "heading"),
])
def test_terms_that_could_not_be_read_are_not_packed(tmp_path, text, why):
    (tmp_path / "terms-7.sv.md").write_text("# Ett\nTvå\n", encoding="utf-8")
    if text:
        (tmp_path / "terms-7.en.md").write_text(text, encoding="utf-8")
    [told] = wrong_with_terms({"TermsVersion": "7", "TermsFolder": str(tmp_path)})
    assert why in told


def test_a_folder_is_named_as_lambda_sees_it():
    inside = "/var/task/chalicelib/recipients/texts"
    assert wrong_with_terms({"TermsVersion": "2026-06-01", "TermsFolder": inside}) == []
    assert len(wrong_with_terms({"TermsVersion": "2026-06-01", "TermsFolder": inside + "-ours"})) == len(Language)


def test_every_fact_is_a_setting():
    assert set(HOUSE) == FACTS
