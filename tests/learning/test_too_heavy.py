"""Too heavy: one tap makes a cycle smaller, and one undoes that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from learning.actions.make_lighter import TooHeavyAtReview, too_heavy, too_heavy_at_review, undo_lighter
from learning.cycle import Cycle
from learning.entries import Entry
from learning.errors import NotHere, PressedAlready
from learning.lighter import NothingSmaller, NothingToUndo
from learning.review import Review
from tests.cast import ANA, DAN, TODAY, slot
from tests.learning.following import entry_of
from tests.learning.running import contract_now, cycle_now, ids, press_cycle, revises
from tests.learning.story import TERMS, Story, with_goal


def says_too_heavy(story: Story, review: Review) -> Cycle:
    return story.run(too_heavy, press_cycle(story, review), ANA, story.now)


def undoes(story: Story, review: Review) -> Cycle:
    return story.run(undo_lighter, press_cycle(story, review), ANA, story.now)


def test_too_heavy_leaves_the_check_ins_out_first(story: Story) -> None:
    check_in, closing = story.running_cycle()
    smaller = says_too_heavy(story, check_in)
    assert smaller.lighter is not None
    assert smaller.lighter.check_ins == (check_in.id,)
    story.calendar_is_written()
    assert ids(story.removed) == [check_in.id]
    assert story.review(closing).slot == closing.slot
    assert smaller.ends_on == TERMS.ends_on


def test_without_check_ins_left_what_is_left_of_the_time_is_halved_down_to_a_week(story: Story) -> None:
    check_in, closing = story.running_cycle()
    says_too_heavy(story, check_in)
    assert says_too_heavy(story, check_in).ends_on == TODAY + timedelta(days=28)
    assert contract_now(story, check_in).terms.ends_on == TODAY + timedelta(days=28)
    story.calendar_is_written()
    assert ids(story.moved) == [closing.id]
    assert says_too_heavy(story, check_in).ends_on == TODAY + timedelta(days=14)
    assert says_too_heavy(story, check_in).ends_on == TODAY + timedelta(days=7)
    with pytest.raises(NothingSmaller):
        says_too_heavy(story, check_in)


@pytest.mark.parametrize("is_removed", [True, False])
def test_too_heavy_can_be_undone_once_and_all_is_as_before(story: Story, *, is_removed: bool) -> None:
    check_in, _ = story.running_cycle()
    says_too_heavy(story, check_in)
    if is_removed:
        story.calendar_is_written()
    undoes(story, check_in)
    written = story.calendar_is_written()
    assert ids(written) == ([check_in.id] if is_removed else [])
    back = story.review(check_in)
    assert (back.slot, back.is_open) == (check_in.slot, True)
    assert (back.entry_key != check_in.entry_key) is is_removed
    with pytest.raises(NothingToUndo):
        undoes(story, check_in)


def test_undoing_brings_a_check_in_back_whose_entry_the_learner_deleted_meanwhile(story: Story) -> None:
    check_in, _ = story.running_cycle()
    says_too_heavy(story, check_in)
    story.calendar_says({entry_of(check_in): None})
    undoes(story, check_in)
    assert ids(story.calendar_is_written()) == [check_in.id]
    assert story.review(check_in).entry_key != check_in.entry_key


def test_undoing_gives_the_time_back(story: Story) -> None:
    check_in, _ = story.running_cycle()
    says_too_heavy(story, check_in)
    says_too_heavy(story, check_in)
    assert undoes(story, check_in).ends_on == TERMS.ends_on


def test_who_changed_the_contract_since_has_nothing_to_undo(story: Story) -> None:
    check_in, _ = story.running_cycle()
    says_too_heavy(story, check_in)
    revises(story, check_in, with_goal("Smaller"))
    with pytest.raises(NothingToUndo):
        undoes(story, check_in)


def test_too_heavy_on_a_check_in_leaves_that_check_in_to_be_held(story: Story) -> None:
    check_in, _ = story.running_cycle()
    pressing = TooHeavyAtReview(review=check_in.id, press=story.press_on(check_in.version))
    smaller = story.run(too_heavy_at_review, pressing, ANA, story.now)
    assert smaller.ends_on == TODAY + timedelta(days=28)
    assert story.review(check_in).is_open
    with pytest.raises(PressedAlready):
        story.run(too_heavy_at_review, pressing, ANA, story.now)
    with pytest.raises(NotHere):
        story.run(too_heavy_at_review, pressing, DAN, story.now)


def test_undoing_too_heavy_leaves_out_no_check_in_that_was_there(story: Story) -> None:
    check_in, _ = story.running_cycle()
    for _ in range(2):
        pressing = TooHeavyAtReview(review=check_in.id, press=story.press_on(check_in.version))
        story.run(too_heavy_at_review, pressing, ANA, story.now)
    undoes(story, check_in)
    assert cycle_now(story, check_in).ends_on == TODAY + timedelta(days=28)
    assert story.review(check_in).is_open


def test_undoing_a_sooner_end_brings_the_closing_review_back_to_where_it_was_dragged(story: Story) -> None:
    check_in, closing = story.running_cycle()
    assert closing.entry is not None
    by_hand = slot("2026-04-20 12:00", "13:00")
    story.calendar_says({closing.entry: Entry(id=closing.entry, slot=by_hand)})
    for _ in range(2):
        says_too_heavy(story, check_in)
    story.calendar_is_written()
    assert story.review(closing).slot != by_hand
    undoes(story, check_in)
    story.calendar_is_written()
    back = story.review(closing)
    assert (back.slot, back.stood) == (by_hand, by_hand)
    assert back.dragged_at is not None


def test_who_dragged_the_closing_review_anew_since_has_the_last_word(story: Story) -> None:
    check_in, closing = story.running_cycle()
    assert closing.entry is not None
    story.calendar_says({closing.entry: Entry(id=closing.entry, slot=slot("2026-04-20 12:00", "13:00"))})
    for _ in range(2):
        says_too_heavy(story, check_in)
    story.calendar_is_written()
    anew = slot("2026-03-25 12:00", "13:00")
    story.calendar_says({closing.entry: Entry(id=closing.entry, slot=anew)})
    undoes(story, check_in)
    story.calendar_is_written()
    assert story.review(closing).slot == anew
