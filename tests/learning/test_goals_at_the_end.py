"""Several goals at the closing review: each has its outcome, and what is not done goes on in the next draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.actions.make_lighter import too_heavy
from learning.goal import Outcome, OutcomeMissing
from learning.review import ClosingAnswers, GoingOn
from learning.terms import Terms
from tests.cast import ANA, TODAY
from tests.learning.goals import SECOND, THIRD, THREE, TWO, begins, decides, stop, words
from tests.learning.running import holds, press_cycle
from tests.learning.story import GOAL, TERMS, Story


def closes(story: Story, terms: Terms, answers: ClosingAnswers, *, heavy: bool = False) -> Terms:
    """The next draft's terms."""
    _, closing = begins(story, terms)
    if heavy:
        story.run(too_heavy, press_cycle(story, closing), ANA, story.now)
    holds(story, closing, answers)
    return story.drafts().terms


def outcomes(*each: Outcome) -> dict[int, Outcome]:
    return dict(enumerate(each, 1))


def test_each_goal_has_its_outcome(story: Story) -> None:
    _, closing = begins(story)
    with pytest.raises(OutcomeMissing) as caught:
        holds(story, closing, ClosingAnswers(outcomes={1: Outcome.REACHED, 2: Outcome.LET_GO}))
    assert caught.value.field == "outcome_3"
    held = holds(story, closing, ClosingAnswers(outcomes=outcomes(Outcome.REACHED, Outcome.LET_GO, Outcome.PARTLY)))
    assert isinstance(held.answers, ClosingAnswers)
    assert held.answers.outcomes[3] is Outcome.PARTLY


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ((Outcome.REACHED, Outcome.LET_GO, Outcome.PARTLY), [THIRD]),
        ((Outcome.CHANGED, Outcome.REACHED, Outcome.PARTLY), [GOAL, THIRD]),
        ((Outcome.REACHED, Outcome.REACHED, Outcome.LET_GO), [GOAL, SECOND, THIRD]),
    ],
)
def test_the_next_draft_keeps_the_goals_that_are_neither_reached_nor_let_go(
    story: Story, given: tuple[Outcome, ...], kept: list[str]
) -> None:
    assert words(closes(story, THREE, ClosingAnswers(outcomes=outcomes(*given))).goals) == kept


def test_changed_goals_stand_in_the_next_draft_as_they_were_typed(story: Story) -> None:
    answers = ClosingAnswers(
        outcomes=outcomes(*[Outcome.PARTLY] * 3), going_on=GoingOn.CHANGE, next_goals=("New words", "", THIRD)
    )
    terms = closes(story, THREE, answers)
    assert (words(terms.goals), terms.ways) == (["New words", THIRD], TERMS.ways)


def test_something_new_leaves_the_old_goals_behind(story: Story) -> None:
    answers = ClosingAnswers(
        outcomes=outcomes(*[Outcome.PARTLY] * 2), going_on=GoingOn.NEW, next_goals=("Something new", SECOND)
    )
    terms = closes(story, TWO, answers)
    assert (words(terms.goals), terms.ways) == (["Something new"], "")


def test_after_a_rest_the_goals_go_on_as_they_would_have_without_it(story: Story) -> None:
    given = outcomes(Outcome.REACHED, Outcome.PARTLY)
    rest = ClosingAnswers(outcomes=given, going_on=GoingOn.REST, rest_until=TODAY + timedelta(days=9))
    assert words(closes(story, TWO, replace(rest, next_goals=(GOAL, SECOND))).goals) == [SECOND]


def test_what_was_typed_before_a_rest_is_not_lost(story: Story) -> None:
    given = outcomes(Outcome.REACHED, Outcome.PARTLY)
    rest = ClosingAnswers(outcomes=given, going_on=GoingOn.REST, rest_until=TODAY + timedelta(days=9))
    assert words(closes(story, TWO, replace(rest, next_goals=("After the rest", SECOND))).goals) == [
        "After the rest",
        SECOND,
    ]


def test_what_was_put_off_comes_along_into_the_next_draft(story: Story) -> None:
    kept = ClosingAnswers(outcomes={1: Outcome.PARTLY})
    assert words(closes(story, THREE, kept, heavy=True).goals) == [GOAL, SECOND, THIRD]


def test_a_goal_that_was_let_go_takes_no_more_part(story: Story) -> None:
    check_in, closing = begins(story)
    decides(story, check_in, stop(1))
    held = holds(story, closing, ClosingAnswers(outcomes={2: Outcome.PARTLY, 3: Outcome.PARTLY}))
    assert held.held_at
    assert words(story.drafts().terms.goals) == [SECOND, THIRD]
