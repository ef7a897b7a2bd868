"""A contract whose cycle runs is revised; its end moves, and the reviews go along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from learning.actions.ask_for_advice import ask_for_advice
from learning.actions.revise_contract import revise_contract
from learning.contract import AlreadyStarted
from learning.entries import Entry
from learning.errors import NotHere
from learning.goal import numbered
from learning.messages import MessageKind
from learning.terms import EndMissing, EndsTooSoon, GoalMissing
from learning.views import RequestView
from tests.cast import ANA, BEN, DAN, TODAY, slot
from tests.learning.running import contract_now, cycle_now, ends, ids, revises
from tests.learning.story import GOAL, TERMS, Story, with_goal


def test_a_running_contract_can_be_changed_only_after_it_was_opened_for_that(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(AlreadyStarted):
        story.saves(contract_now(story, check_in), with_goal("Another"))
    assert revises(story, check_in, with_goal("Another")).terms.goals == numbered("Another")
    with pytest.raises(AlreadyStarted):
        story.saves(contract_now(story, check_in), with_goal("Yet another"))
    assert story.cycle_of(check_in).goals == numbered("Another")


def test_peers_keep_seeing_what_they_were_sent_while_the_cycle_goes_on(story: Story) -> None:
    draft = story.asks(story.drafts())
    request = story.request_to(BEN, draft)
    story.starts(draft)
    check_in, _ = story.calendar_is_written()
    revised = revises(story, check_in, with_goal("Another"))
    assert (revised.revision, revised.shown_revision) == (2, 1)
    seen = story.request_as_seen_by(BEN, request)
    assert isinstance(seen, RequestView)
    assert seen.revision.terms.goals == numbered(GOAL)


def test_advice_can_be_asked_for_on_what_was_revised(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.run(revise_contract, cycle_now(story, check_in).id, ANA, story.now)
    asking = story.filled_in(contract_now(story, check_in), with_goal("Another"))
    asked = story.run(ask_for_advice, asking, ANA, story.now)
    assert asked.revising_at is None
    assert story.request_as_seen_by(BEN, story.request_to(BEN, asked)).revision.terms.goals == numbered("Another")


def test_what_runs_keeps_a_goal_and_an_end(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(GoalMissing):
        revises(story, check_in, with_goal(""))
    with pytest.raises(EndMissing):
        revises(story, check_in, replace(TERMS, ends_on=None))
    with pytest.raises(EndsTooSoon):
        revises(story, check_in, ends(TODAY + timedelta(days=6)))


def test_in_the_last_week_words_can_still_be_changed(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.now += timedelta(weeks=7, days=4)
    assert revises(story, check_in, with_goal("Smaller")).terms.goals == numbered("Smaller")


def test_nobody_else_can_open_my_contract(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(NotHere):
        story.run(revise_contract, cycle_now(story, check_in).id, DAN, story.now)


# --- another end


def test_a_later_end_moves_the_closing_review_and_tells_nobody_that_they_moved_it(story: Story) -> None:
    check_in, closing = story.running_cycle()
    revises(story, check_in, ends(date(2026, 5, 18)))
    assert closing.id not in ids(story.calendar_is_written())
    assert ids(story.moved) == [closing.id]
    kept = story.review(closing)
    assert kept.slot is not None
    assert kept.slot.starts_at.date() == date(2026, 5, 18)
    assert kept.entry == closing.entry
    assert kept.entry is not None
    story.calendar_says({kept.entry: Entry(id=kept.entry, slot=kept.slot)})
    assert MessageKind.REVIEW_MOVED not in story.new_kinds(ANA)
    assert story.review(check_in).slot == check_in.slot
    assert cycle_now(story, check_in).ends_on == date(2026, 5, 18)


def test_a_sooner_end_leaves_out_the_check_ins_beyond_it_and_removes_their_entries(story: Story) -> None:
    check_in, closing = story.running_cycle()
    revises(story, check_in, ends(date(2026, 3, 16)))
    story.calendar_is_written()
    assert ids(story.removed) == [check_in.id]
    assert story.review(check_in).skipped_at == story.now
    assert ids(story.moved) == [closing.id]


def test_a_closing_review_placed_by_hand_stays_while_it_lies_before_the_end(story: Story) -> None:
    check_in, closing = story.running_cycle()
    assert closing.entry is not None
    by_hand = slot("2026-04-20 12:00", "13:00")
    story.calendar_says({closing.entry: Entry(id=closing.entry, slot=by_hand)})
    revises(story, check_in, ends(date(2026, 5, 18)))
    story.calendar_is_written()
    assert story.review(closing).slot == by_hand
    revises(story, check_in, ends(date(2026, 4, 13)))
    story.calendar_is_written()
    moved = story.review(closing)
    assert moved.slot is not None
    assert moved.slot.starts_at.date() == date(2026, 4, 13)


def test_a_closing_review_that_waits_for_an_answer_is_not_put_back_by_a_new_end(story: Story) -> None:
    check_in, closing = story.running_cycle()
    assert closing.entry is not None
    story.calendar_says({closing.entry: None})
    revises(story, check_in, ends(date(2026, 5, 18)))
    assert closing.id not in ids(story.calendar_is_written())
    assert story.moved == []
