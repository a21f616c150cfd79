"""Every form that is taken can be walked through by every answer; every one that cannot is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.forms.model import InvalidAnswers, InvalidTemplate, Template, check
from chalicelib.forms.questions import Kind

IDS = [f"q{n}" for n in range(7)]
WORDS = st.sampled_from(["", "o0", "o1", "ord", "\x00"])
ONWARD = st.sampled_from([*IDS, None, None, "nowhere"])


@st.composite
def questions(draw: Any, name: str, onward: st.SearchStrategy[str | None]) -> dict[str, Any]:
    """One question of any kind."""
    kind = draw(st.sampled_from(list(Kind)))
    question = {"type": kind.value, "id": name, "label": name, "next_question": draw(onward)}
    if kind is Kind.OPTIONS:
        options = [{"id": f"o{n}", "label": "x", "next_question": draw(onward)} for n in range(draw(st.integers(1, 3)))]
        question["options"] = [without_nothing(option) for option in options]
    if kind is Kind.MULTI_OPTIONS:
        question["multi_options"] = [{"id": f"o{n}", "label": "x"} for n in range(draw(st.integers(1, 3)))]
    return without_nothing(question)


def without_nothing(told: dict[str, Any]) -> dict[str, Any]:
    """As the door leaves it: a field that says nothing is not there."""
    return {field: value for field, value in told.items() if value is not None}


@st.composite
def templates(draw: Any) -> dict[str, Any]:
    """Any form, most of them wrong: onward to anywhere, also back and to nowhere."""
    names = IDS[: draw(st.integers(1, len(IDS)))]
    return {"start_question": draw(st.sampled_from(names)), "questions": [draw(questions(name, ONWARD)) for name in names]}


@st.composite
def good_templates(draw: Any) -> dict[str, Any]:
    """Forms whose questions lead onward only, in an order of their own."""
    names = draw(st.permutations(IDS))
    told = [draw(questions(name, st.sampled_from([*names[n + 1 :], None]))) for n, name in enumerate(names)]
    return {"start_question": names[0], "questions": draw(st.permutations(told))}


def fitting(question: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Answers that fit a question."""
    options = [each["id"] for each in question.get("options", question.get("multi_options", []))]
    account = {"bank_name": "B", "clearing_number": "", "account_number": "12345"}
    return {
        "free_text": st.just("text"), "number": st.integers(-9, 9) | st.floats(-1, 1), "options": st.sampled_from(options or ["-"]),
        "multi_options": st.lists(st.sampled_from(options or ["-"]), min_size=1), "verified_account": st.just(account),
    }[question["type"]]


def ways(question: dict[str, Any]) -> set[str]:
    """Where a question may lead, read from what was told."""
    options = question.get("options", [])
    return {each["next_question"] for each in (question, *options) if "next_question" in each}


def is_sound(told: dict[str, Any]) -> bool:
    """Whether every walk from every question ends: said by walking them all."""
    by_id = {each["id"]: each for each in told["questions"]}
    frontier = [[name] for name in by_id]
    while frontier:
        walk = frontier.pop()
        for onward in ways(by_id[walk[-1]]):
            if onward not in by_id or onward in walk:
                return False
            frontier.append([*walk, onward])
    return True


@given(templates())
def test_what_cannot_be_walked_through_is_refused_and_nothing_else(told):
    if is_sound(told):
        check(told)
    else:
        with pytest.raises(InvalidTemplate):
            check(told)


@given(good_templates(), st.data())
def test_a_path_ends_and_holds_what_was_asked(told, data):
    """From the start, each question once, onward as the answers say, to a question that leads nowhere."""
    check(told)
    by_id = {each["id"]: each for each in told["questions"]}
    answers = {name: data.draw(fitting(question)) for name, question in by_id.items()}

    path = Template.read(told).answered(answers)

    walked = [each["id"] for each in path]
    assert walked[0] == told["start_question"]
    assert len(set(walked)) == len(walked)
    for name, onward in zip(walked, [*walked[1:], None], strict=True):
        question = by_id[name]
        chosen = next((o for o in question.get("options", []) if o["id"] == answers[name]), {})
        assert chosen.get("next_question", question.get("next_question")) == onward
    assert Template.read(told).answered({name: answers[name] for name in walked}) == path


@given(good_templates(), st.data())
def test_an_answer_that_is_missing_on_the_path_is_told_by_its_question(told, data):
    by_id = {each["id"]: each for each in told["questions"]}
    answers = {name: data.draw(fitting(question)) for name, question in by_id.items()}
    walked = [each["id"] for each in Template.read(told).answered(answers)]
    missing = data.draw(st.sampled_from(walked))

    with pytest.raises(InvalidAnswers) as refused:
        Template.read(told).answered({name: value for name, value in answers.items() if name != missing})

    assert refused.value.facts["errors"] == [{"question": missing, "problem": "missing"}]


@given(st.dictionaries(st.sampled_from(IDS), st.none() | WORDS | st.integers() | st.lists(WORDS) | st.just({})), good_templates())
def test_any_answers_are_taken_or_refused_by_a_question(answers, told):
    """Never anything else."""
    template = Template.read(told)
    try:
        asked = [each["id"] for each in template.answered(answers)]
    except InvalidAnswers as refused:
        asked = [each["question"] for each in refused.facts["errors"]]

    assert set(asked) <= set(template.questions)
    assert asked


@pytest.mark.parametrize(("least", "given_", "taken"), [(0, "", ""), (0, None, ""), (None, " a\x00 ", "a")])
def test_a_text_with_min_nought_may_be_left_empty(least, given_, taken):
    question = {"type": "free_text", "id": "a", "label": "A", **({} if least is None else {"min": least})}
    template = Template.read({"start_question": "a", "questions": [question]})

    assert template.answered({"a": given_} if given_ is not None else {}) == [{"id": "a", "value": taken, "type": "free_text"}]
