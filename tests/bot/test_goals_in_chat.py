"""Several goals in a chat: what is typed about each is read, and nothing that was typed is lost."""

from __future__ import annotations

import pytest

from bot.buttons import Button, Verb
from bot.cards.draw import draw
from bot.forms import hold_check_in, hold_closing, save_draft
from bot.turn import Answer, CardAnswer, CardJson
from learning.actions.see import see
from learning.goal import Goal, GoalChoice, Outcome
from learning.messages import MessageKind
from learning.review import CheckInAnswers, ClosingAnswers
from learning.work import Work
from tests.bot.test_handlers import CATALOGUES, Chat, chat, engine, read, value  # noqa: F401  fixtures
from tests.cast import ANA, NOW
from wording.speaker import Speaker


def decisions(**typed: str) -> dict[int, tuple[GoalChoice, str]]:
    answers = hold_check_in(Button(verb=Verb.HOLD_CHECK_IN, about="r"), typed, ANA).answers
    assert isinstance(answers, CheckInAnswers)
    return {each.number: (each.choice, each.words) for each in answers.goals}


def test_a_goal_that_the_card_did_not_ask_about_is_kept() -> None:
    assert set(decisions(did="x").values()) == {(GoalChoice.KEEP, "")}


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ({"choice_2": "keep"}, GoalChoice.KEEP),
        ({"choice_2": "change", "words_2": "new"}, GoalChoice.CHANGE),
        ({"choice_2": "keep", "words_2": "new"}, GoalChoice.CHANGE),
        ({"words_2": "new"}, GoalChoice.CHANGE),
        ({"choice_2": "stop", "words_2": "new"}, GoalChoice.STOP),
        ({"choice_2": "approve"}, GoalChoice.KEEP),
    ],
)
def test_each_goal_is_kept_changed_or_let_go_as_was_chosen(typed: dict[str, str], choice: GoalChoice) -> None:
    assert decisions(**typed)[2] == (choice, typed.get("words_2", ""))


def test_only_outcomes_that_there_are_are_read() -> None:
    typed = {"outcome_1": "reached", "outcome_2": "5 stars", "next_goal": "a", "next_goal_3": "c"}
    answers = hold_closing(Button(verb=Verb.HOLD_CLOSING, about="r"), typed, ANA).answers
    assert isinstance(answers, ClosingAnswers)
    assert answers.outcomes == {1: Outcome.REACHED}
    assert answers.next_goals == ("a", "", "c")


def test_a_goal_keeps_the_number_of_its_field() -> None:
    draft = save_draft(Button(verb=Verb.SAVE_DRAFT, about="c"), {"goal": "", "goal_2": "b", "goal_3": "c"}, ANA).draft
    assert draft.terms.goals == (Goal(number=2, words="b"), Goal(number=3, words="c"))


def card_of(answer: Answer) -> CardJson:
    assert isinstance(answer, CardAnswer)
    return answer.card


async def test_adding_a_goal_keeps_what_was_typed_and_says_where_its_field_is(chat: Chat) -> None:  # noqa: F811  fixture
    answer = await chat.presses(ANA, await chat.drafts(), "Add a goal", goal="Speak less", ways="Ask Ben")
    assert (value(answer, "goal"), value(answer, "ways"), value(answer, "goal_2")) == ("Speak less", "Ask Ben", "")
    assert "Further up on this card there is a field for one more goal" in read(answer)
    saved = await chat.presses(ANA, card_of(answer), "Save draft", goal_2="Write more")
    assert value(saved, "goal_2") == "Write more"
    assert "Further up" not in read(saved)


async def test_a_goal_is_not_added_to_an_empty_card(chat: Chat) -> None:  # noqa: F811  fixture
    answer = await chat.presses(ANA, await chat.drafts(), "Add a goal")
    assert "Answer one question" in read(answer)


async def test_what_was_typed_about_a_goal_that_is_put_off_is_given_back(chat: Chat) -> None:  # noqa: F811  fixture
    adding = await chat.presses(ANA, await chat.drafts(), "Add a goal", goal="Speak less")
    await chat.presses(ANA, card_of(adding), "Start the cycle", goal_2="Write more")

    def check_in(work: Work) -> CardJson:
        review = work.reviews.open_of(ANA)[0]
        view = see(work, MessageKind.REVIEW, review.id, ANA, NOW)
        return draw(view, Speaker(CATALOGUES, "en-GB", "Europe/Amsterdam"))

    card = await chat.runner.run(check_in)
    answer = await chat.presses(ANA, card, "This is too heavy", did="Spoke less", words_2="Write five lines")
    assert value(answer, "did") == "Spoke less"
    assert "It is smaller now" in read(answer)
    assert "Write five lines" in read(answer)
    held = await chat.presses(ANA, card_of(answer), "Save my check-in", did="Spoke less")
    assert "Spoke less" in read(held)
