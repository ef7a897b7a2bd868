"""What people do with the entries of their reviews, followed rightly and told once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from learning.actions.answer_gone_review import LeaveReviewOut, PutReviewBack, answer_gone_review
from learning.actions.follow_calendar import entries_of_reviews
from learning.actions.place_reviews import entry_moved, entry_removed, entry_written, no_moment_left
from learning.calendar_plan import Seen
from learning.entries import Answered, Entry, EntryId, Guest, Reply
from learning.messages import MessageKind
from learning.review import CheckInAnswers, Review
from learning.review_entry import begin_writing
from learning.views import ReviewMovedView
from learning.work import Work
from tests.cast import ANA, slot
from tests.learning.following import (
    TITLE,
    as_it_stands,
    entry_of,
    seen,
    seen_away,
    seen_elsewhere,
    standing_check_in,
    the_day_of,
)
from tests.learning.running import holds
from tests.learning.story import Story

LATER = slot("2026-03-31 13:00", "13:30")
LONGER = slot("2026-03-31 13:00", "14:15")


@pytest.fixture
def check_in(story: Story) -> Review:
    return standing_check_in(story)


DONE: dict[str, tuple[Callable[[Review], Seen], set[MessageKind]]] = {
    "moved": (lambda each: seen(replace(as_it_stands(each), slot=LATER)), {MessageKind.REVIEW_MOVED}),
    "made longer": (lambda each: seen(replace(as_it_stands(each), slot=LONGER)), {MessageKind.REVIEW_MOVED}),
    "renamed": (lambda each: seen(replace(as_it_stands(each), title="My hour")), set()),
    "deleted": (lambda each: seen(gone=each.entry), {MessageKind.REVIEW_GONE}),
    "made to recur": (lambda each: seen(replace(as_it_stands(each), is_series=True)), {MessageKind.REVIEW_MOVED}),
    "put elsewhere": (seen_elsewhere, set()),
    "out of office": (lambda each: seen_away(the_day_of(each)), {MessageKind.REVIEW_CLASH}),
    "copied": (lambda each: seen(replace(as_it_stands(each), id=EntryId("copy"), slot=LATER)), set()),
    "let be": (lambda each: seen(as_it_stands(each)), set()),
}


@pytest.mark.parametrize("done", DONE)
def test_what_people_do_is_told_once_and_most_of_it_by_the_cycles_card_alone(
    story: Story, check_in: Review, done: str
) -> None:
    told, messages = DONE[done]
    reading = told(check_in)
    story.reading_tells(reading)
    assert set(story.new_kinds(ANA)) - {MessageKind.CYCLE} == messages
    for _ in range(2):
        story.reading_tells(reading)
        assert story.chat_of(ANA) == []


def test_a_review_that_was_made_longer_keeps_its_length(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(replace(as_it_stands(check_in), slot=LONGER)))
    assert story.review(check_in).slot == LONGER


def test_a_title_of_their_own_is_kept_and_comes_back_with_the_review(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(replace(as_it_stands(check_in), title="My hour")))
    assert story.cycle_of(check_in).reviews[0].title == "My hour"
    story.reading_tells(seen(gone=check_in.entry))
    put_back(story, check_in)
    (written,) = story.calendar_is_written()
    assert written.title == "My hour"
    again = story.run(entry_written, ANA, check_in.id, Entry(id=EntryId("n"), slot=LATER, title="My hour"), story.now)
    assert again.title == "My hour"


def put_back(story: Story, review: Review) -> Review:
    gone = story.review(review)
    command = PutReviewBack(review=gone.id, press=story.press_on(gone.version))
    return story.run(answer_gone_review, command, ANA, story.now)


def test_whose_title_was_given_while_the_entry_was_being_written_is_known_by_what_the_app_wrote(
    story: Story, check_in: Review
) -> None:
    def forget(work: Work) -> Review:
        kept = work.reviews.for_learner(check_in.id, learner=ANA)
        return work.reviews.put(begin_writing(replace(kept, entry=None)))

    story.run(forget)
    entry = replace(as_it_stands(check_in), title="My hour")
    written = story.run(entry_written, ANA, check_in.id, entry, story.now, title=TITLE)
    assert (written.wrote_title, written.title) == (TITLE, "My hour")


def test_who_takes_a_deletion_back_is_asked_nothing_any_more(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(gone=check_in.entry))
    story.chat_of(ANA)
    story.reading_tells(seen(as_it_stands(check_in)))
    assert story.review(check_in).gone_at is None
    assert story.new_kinds(ANA) == [MessageKind.CYCLE, MessageKind.REVIEW_GONE]  # both say that it is back
    story.reading_tells(seen(as_it_stands(check_in)))
    assert story.chat_of(ANA) == []


def test_who_takes_it_back_after_it_was_put_back_has_it_once(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(gone=check_in.entry))
    put_back(story, check_in)
    (written,) = story.calendar_is_written()
    assert written.former == (check_in.entry,)
    story.chat_of(ANA)
    to_do = story.reading_tells(seen(as_it_stands(check_in)))
    assert to_do.former == [(check_in.id, check_in.entry)]
    kept = story.run(entry_removed, ANA, check_in.id, entry_of(check_in), story.now)
    assert (kept.entry, kept.former) == (written.entry, ())
    assert story.chat_of(ANA) == []


def test_a_former_entry_that_was_made_to_recur_is_theirs(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(gone=check_in.entry))
    put_back(story, check_in)
    story.calendar_is_written()
    to_do = story.reading_tells(seen(replace(as_it_stands(check_in), is_series=True)))
    assert not to_do.former
    assert story.review(check_in).former == ()


def test_a_removal_that_is_told_late_takes_nothing_from_a_newer_entry(story: Story, check_in: Review) -> None:
    kept = story.run(entry_removed, ANA, check_in.id, EntryId("long gone"), story.now)
    assert kept.entry == check_in.entry


def test_who_makes_it_recur_hears_that_only_the_first_one_is_the_review(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(replace(as_it_stands(check_in), is_series=True)))
    view = story.sees(ANA, MessageKind.REVIEW_MOVED, check_in.id)
    assert isinstance(view, ReviewMovedView)
    assert view.review.series_at == story.now
    assert view.review.slot == check_in.slot


def test_the_app_takes_no_series_out_of_the_calendar(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(replace(as_it_stands(check_in), is_series=True)))
    holds(story, check_in, CheckInAnswers(did="Shadowed Ben"))
    to_do = story.reading_tells(seen(replace(as_it_stands(check_in), is_series=True)))
    assert not to_do.reviews
    assert story.review(check_in).entry is None


def test_what_guests_answer_is_kept_with_the_review(story: Story, check_in: Review) -> None:
    ben = Answered(guest=Guest(address="ben@example.org"), reply=Reply.ACCEPTED)
    reading = seen(replace(as_it_stands(check_in), guests=(ben,)))
    story.reading_tells(reading)
    assert story.review(check_in).guests == (ben,)
    story.chat_of(ANA)
    story.reading_tells(reading)
    assert story.chat_of(ANA) == []


def test_what_was_left_out_and_is_brought_back_by_hand_is_wanted_again(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(gone=check_in.entry))
    gone = story.review(check_in)
    leaving = LeaveReviewOut(review=gone.id, press=story.press_on(gone.version))
    story.run(answer_gone_review, leaving, ANA, story.now)
    story.chat_of(ANA)
    assert entry_of(check_in) in story.run(entries_of_reviews, ANA, story.now).looked_at
    story.reading_tells(seen(as_it_stands(check_in)))
    assert story.review(check_in).is_open
    assert story.new_kinds(ANA) == [MessageKind.CYCLE, MessageKind.REVIEW_GONE]


def test_what_the_app_moved_itself_is_told_to_nobody(story: Story, check_in: Review) -> None:
    story.chat_of(ANA)
    story.run(entry_moved, ANA, check_in.id, replace(as_it_stands(check_in), slot=LATER), story.now)
    assert story.new_kinds(ANA) == [MessageKind.CYCLE]


def test_a_check_in_for_which_no_time_is_left_before_the_closing_review_is_left_out(
    story: Story, check_in: Review
) -> None:
    story.run(no_moment_left, ANA, check_in.id, story.now)
    assert story.cycle_of(check_in).reviews[0].skipped_at == story.now
    assert MessageKind.CYCLE in story.new_kinds(ANA)
    assert [each.id for each in story.reading_tells(seen()).reviews] == [check_in.id]  # its entry is removed
