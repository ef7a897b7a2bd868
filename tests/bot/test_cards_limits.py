"""What Teams takes and what everybody can use: checked when a card is built, and against Microsoft's own schema."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft6Validator
from microsoft_teams.cards.core import AdaptiveCard, CardElement, ExecuteAction, TextBlock, TextInput

from bot.cards.draw import draw
from bot.cards.help import help_card
from bot.cards.limits import MOST_BYTES_EVER, BrokenCard, check, size_of, to_json
from tests.bot.card_views import drawn_cases
from tests.bot.plain_views import SPEAKER
from tests.tied import tied

CASES = drawn_cases()


def card_of(*body: CardElement, actions: int = 0) -> AdaptiveCard:
    return AdaptiveCard(body=list(body), actions=[ExecuteAction(title="Go", verb="go") for _ in range(actions)])


@pytest.fixture(scope="module")
def validator() -> Draft6Validator:
    """The schema of 1.5, with the two things that Teams adds and our cards use."""
    schema = json.loads((files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text(encoding="utf-8"))
    schema["definitions"]["AdaptiveCard"]["properties"]["msteams"] = {
        "type": "object",
        "properties": {"width": {"const": "full"}},
        "additionalProperties": False,
    }
    schema["definitions"]["Input.ChoiceSet"]["properties"]["choices.data"] = {
        "type": "object",
        "properties": {"type": {"const": "Data.Query"}, "dataset": {"type": "string"}},
        "required": ["type", "dataset"],
        "additionalProperties": False,
    }
    return Draft6Validator(tied(schema))


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_card_keeps_to_the_schema(name: str, validator: Draft6Validator) -> None:
    view, over = CASES[name]
    assert problems(draw(view, SPEAKER, over), validator) == []


def test_the_help_card_keeps_to_the_schema(validator: Draft6Validator) -> None:
    assert problems(help_card(SPEAKER, unknown=True), validator) == []


def test_the_schema_would_find_a_misspelt_field(validator: Draft6Validator) -> None:
    card = json.loads(json.dumps(help_card(SPEAKER, unknown=True)))
    card["body"][0]["wrapp"] = True
    assert problems(card, validator) != []


def problems(card: object, validator: Draft6Validator) -> list[str]:
    return [error.message[:300] for error in validator.iter_errors(json.loads(json.dumps(card)))]


def test_what_the_builder_writes_wrongly_is_mended() -> None:
    card = AdaptiveCard(body=[TextInput(id="a", label="A", max_length=300)]).with_schema("x")
    written: dict[str, Any] = dict(to_json(card))
    assert "schema" not in written
    assert written["$schema"].startswith("http://adaptivecards.io/")
    assert json.dumps(written["body"][0]["maxLength"]) == "300"


@pytest.mark.parametrize(
    ("card", "why"),
    [
        (card_of(actions=7), "7 buttons"),
        (card_of(TextInput(id="a")), "without label"),
        (card_of(TextInput(id="a", label=" ")), "without label"),
        (card_of(TextInput(id="a", label="A"), TextInput(id="a", label="B")), "ids used twice"),
        (card_of().with_version("1.6"), "version 1.6"),
        (AdaptiveCard(actions=[ExecuteAction(verb="go", data={"action": "x"})]), "carries 'action'"),
        (card_of(TextBlock(text="🌱" * (MOST_BYTES_EVER // 4))), "bytes"),
    ],
)
def test_a_card_that_teams_or_people_cannot_use_is_never_sent(card: AdaptiveCard, why: str) -> None:
    with pytest.raises(BrokenCard, match=why):
        check(to_json(card))


def test_a_card_is_measured_as_teams_does() -> None:
    empty = size_of({"text": ""})
    assert size_of({"text": "é"}) - empty == 2
    assert size_of({"text": "🌱"}) - empty == 4
