"""The cycle lives in the learner's calendar: it starts there, follows, asks, and ends with the next draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.engine import Engine

from learning.actions.answer_gone_review import LeaveReviewOut, PutReviewBack, answer_gone_review
from learning.actions.find_due import find_due
from learning.actions.follow_calendar import followed, keep_watch
from learning.actions.hold_review import HoldReview, hold_review
from learning.actions.receive_notices import Notice, receive_notices
from learning.entries import Entry, EntryId, Lifecycle, Slot, Watch
from learning.errors import NotHere
from learning.goal import Outcome, numbered
from learning.messages import MessageKind
from learning.review import (
    AlreadyHeld,
    CheckInAnswers,
    ClosingAnswers,
    GoingOn,
    NextGoalMissing,
    NothingToDecide,
    Review,
    ReviewEmpty,
)
from learning.views import ContractView, ReviewGoneView
from learning.watching import Watching, needs_renewal
from learning.work import Work
from storage.tables import jobs
from tests.cast import ANA, BEN, DAN, slot
from tests.learning.story import GOAL, Story
from tests.work_fixture import WaitingJob

LATER = slot("2026-03-31 13:00", "13:30")
CLOSED = ClosingAnswers(outcomes={1: Outcome.PARTLY}, happened="Two of three", take_away="Silence is work")


def entry_at(review: Review, at: Slot | None = LATER) -> dict[EntryId, Entry | None]:
    assert review.entry is not None
    return {review.entry: Entry(id=review.entry, slot=at) if at else None}


def holds(story: Story, review: Review, answers: CheckInAnswers | ClosingAnswers) -> Review:
    holding = HoldReview(review=review.id, answers=answers, press=story.press_on(review.version))
    return story.run(hold_review, holding, ANA, story.now)


def next_draft(story: Story) -> ContractView:
    views = [view for _, view in story.chat_of(ANA) if isinstance(view, ContractView)]
    return next(view for view in views if view.contract.started_at is None)


def test_the_chat_says_when_the_reviews_stand_once_all_of_them_do(story: Story) -> None:
    story.chat_of(ANA)
    story.starts(story.drafts())
    assert MessageKind.CYCLE not in story.new_kinds(ANA)
    check_in, closing = story.calendar_is_written()
    assert story.new_kinds(ANA) == [MessageKind.CONTRACT, MessageKind.CYCLE]
    assert (check_in.ideal_on, closing.ideal_on) == (date(2026, 3, 30), date(2026, 4, 27))


def test_running_the_calendar_job_twice_writes_nothing_twice(story: Story) -> None:
    story.running_cycle()
    assert story.calendar_is_written() == []


def test_a_dragged_review_is_followed_and_told_once(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.calendar_says(entry_at(check_in))
    story.calendar_says(entry_at(check_in))
    assert story.review(check_in).slot == LATER
    assert story.new_kinds(ANA).count(MessageKind.REVIEW_MOVED) == 1


def test_a_review_dragged_twice_before_the_chat_could_say_so_is_told_once_with_the_newer_time(
    story: Story,
) -> None:
    check_in, _ = story.running_cycle()
    story.calendar_says(entry_at(check_in))
    story.calendar_says(entry_at(check_in, slot("2026-04-01 08:00", "08:30")))
    assert story.new_kinds(ANA).count(MessageKind.REVIEW_MOVED) == 1


def test_a_review_dragged_again_is_told_again(story: Story) -> None:
    check_in, _ = story.running_cycle()
    for start in ("2026-03-31 13:00", "2026-04-01 13:00"):
        story.calendar_says(entry_at(check_in, slot(start, "13:30")))
        assert story.new_kinds(ANA).count(MessageKind.REVIEW_MOVED) == 1


def test_a_deleted_review_is_asked_about_once_and_not_restored(story: Story) -> None:
    check_in, _ = story.running_cycle()
    for _ in range(2):
        assert story.calendar_says(entry_at(check_in, None)) == []
    assert story.new_kinds(ANA).count(MessageKind.REVIEW_GONE) == 1
    view = story.sees(ANA, MessageKind.REVIEW_GONE, check_in.id)
    assert isinstance(view, ReviewGoneView)
    assert view.review.gone_at == story.now


def test_put_back_means_written_again_at_its_time_under_a_new_key(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.calendar_says(entry_at(check_in, None))
    gone = story.review(check_in)
    back = story.run(
        answer_gone_review, PutReviewBack(review=gone.id, press=story.press_on(gone.version)), ANA, story.now
    )
    assert back.slot == check_in.slot
    assert back.entry_key != check_in.entry_key
    assert [review.id for review in story.calendar_is_written()] == [check_in.id]


def test_put_back_after_its_time_has_passed_finds_a_new_moment(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.calendar_says(entry_at(check_in, None))
    story.now += timedelta(weeks=5)
    gone = story.review(check_in)
    story.run(answer_gone_review, PutReviewBack(review=gone.id, press=story.press_on(gone.version)), ANA, story.now)
    (written,) = story.calendar_is_written()
    assert written.slot is not None
    assert written.slot.starts_at >= story.now


def test_left_out_means_no_entry_no_card_and_no_question(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.calendar_says(entry_at(check_in, None))
    gone = story.review(check_in)
    leaving = LeaveReviewOut(review=gone.id, press=story.press_on(gone.version))
    story.run(answer_gone_review, leaving, ANA, story.now)
    story.chat_of(ANA)
    story.now += timedelta(weeks=5)
    story.run(find_due, story.now)
    assert MessageKind.REVIEW not in story.new_kinds(ANA)


def test_nothing_can_be_put_back_that_stands(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(NothingToDecide):
        story.run(
            answer_gone_review,
            PutReviewBack(review=check_in.id, press=story.press_on(check_in.version)),
            ANA,
            story.now,
        )


def test_the_card_comes_when_the_reviews_time_has_come_and_once(story: Story) -> None:
    check_in, _ = story.running_cycle()
    assert check_in.slot is not None
    story.now = check_in.slot.starts_at - timedelta(seconds=1)
    story.run(find_due, story.now)
    assert MessageKind.REVIEW not in story.new_kinds(ANA)
    story.now = check_in.slot.starts_at
    for _ in range(2):
        story.run(find_due, story.now)
    assert story.new_kinds(ANA).count(MessageKind.REVIEW) == 1


def test_a_check_in_is_held_once_and_not_empty(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(ReviewEmpty):
        holds(story, check_in, CheckInAnswers())
    held = holds(story, check_in, CheckInAnswers(did="Shadowed Ben"))
    with pytest.raises(AlreadyHeld):
        holds(story, held, CheckInAnswers(did="Again"))


def test_the_closing_review_ends_the_cycle_and_writes_the_next_draft(story: Story) -> None:
    _, closing = story.running_cycle()
    story.now += timedelta(weeks=8)
    held = holds(story, closing, CLOSED)
    draft = next_draft(story)
    assert draft.contract.terms.goals == numbered(GOAL)
    assert draft.contract.terms.ends_on == story.now.date() + timedelta(weeks=8)
    assert draft.contract.peers == (BEN,)
    assert draft.grown_from_take_away == "Silence is work"
    assert story.cycle_of(held).cycle.closed_at == story.now


def test_a_new_goal_starts_the_next_draft_without_the_old_answers(story: Story) -> None:
    _, closing = story.running_cycle()
    holds(story, closing, replace(CLOSED, going_on=GoingOn.NEW, next_goals=("Write less",)))
    terms = next_draft(story).contract.terms
    assert (terms.goals, terms.ways) == (numbered("Write less"), "")


def test_a_changed_goal_needs_its_words(story: Story) -> None:
    _, closing = story.running_cycle()
    with pytest.raises(NextGoalMissing):
        holds(story, closing, replace(CLOSED, going_on=GoingOn.CHANGE))


def test_a_check_in_card_cannot_close_a_cycle(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(NotHere):
        holds(story, check_in, CLOSED)


def test_after_the_closing_review_the_calendar_is_followed_no_more(story: Story) -> None:
    _, closing = story.running_cycle()
    story.now += timedelta(weeks=9)
    holds(story, closing, CLOSED)
    assert story.run(followed, ANA, story.now) is None
    assert story.run(followed, ANA, story.now) is None


def test_nobody_else_can_hold_or_decide_on_a_review(story: Story) -> None:
    check_in, _ = story.running_cycle()
    press = story.press_on(check_in.version)
    holding = HoldReview(review=check_in.id, answers=CheckInAnswers(did="x"), press=press)
    with pytest.raises(NotHere):
        story.run(hold_review, holding, DAN, story.now)
    with pytest.raises(NotHere):
        story.run(answer_gone_review, LeaveReviewOut(review=check_in.id, press=press), DAN, story.now)


def calendar_jobs(jobs: list[WaitingJob]) -> list[str]:
    return [job.about for job in jobs if job.kind == "calendar"]


@pytest.mark.parametrize(("secret", "is_read"), [("right", True), ("wrong", False), ("", False), ("rïght", False)])
def test_only_a_notice_with_our_secret_has_the_calendar_read(
    story: Story, engine: Engine, waiting_jobs: Callable[[], list[WaitingJob]], secret: str, *, is_read: bool
) -> None:
    story.running_cycle()
    state = story.run(followed, ANA, story.now)
    assert state is not None
    story.run(keep_watch, ANA, Watch(id="watch", ends_at=story.now + timedelta(days=7)), story.now)
    told = state.watching.secret if secret == "right" else secret
    notice = Notice(watch="watch", secret=told)
    everything_done(engine)
    story.run(receive_notices, [notice, notice], story.now)
    assert calendar_jobs(waiting_jobs()) == ([ANA] if is_read else [])


def test_of_a_batch_of_notices_each_true_one_counts_once_and_a_forged_one_among_them_harms_nobody(
    story: Story, engine: Engine, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    def is_watched(work: Work) -> None:
        for person in (ANA, BEN):
            work.watchings.add(Watching(person=person, secret=f"s {person}", watch=f"w {person}", window=LATER))

    story.run(is_watched)
    everything_done(engine)
    anas, bens = (Notice(watch=f"w {person}", secret=f"s {person}") for person in (ANA, BEN))
    forged = replace(bens, secret=anas.secret, lifecycle=Lifecycle.REMOVED)
    story.run(receive_notices, [anas, forged, replace(anas, watch="unknown"), bens, anas], story.now)
    assert sorted(calendar_jobs(waiting_jobs())) == sorted([ANA, BEN])
    assert story.run(lambda work: work.watchings.by_watch(bens.watch)) is not None


def test_a_notice_that_the_watch_ended_has_it_begun_anew(story: Story) -> None:
    story.running_cycle()
    watching = story.run(keep_watch, ANA, Watch(id="watch", ends_at=story.now + timedelta(days=7)), story.now)
    notice = Notice(watch="watch", secret=watching.secret, lifecycle=Lifecycle.REMOVED)
    story.run(receive_notices, [notice], story.now)
    state = story.run(followed, ANA, story.now)
    assert state is not None
    assert needs_renewal(state.watching, now=story.now)


def test_a_calendar_is_read_now_and_then_without_any_notice(
    story: Story, engine: Engine, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    story.running_cycle()
    story.run(keep_watch, ANA, Watch(id="watch", ends_at=story.now + timedelta(days=7)), story.now)
    for passed, is_read in ((timedelta(hours=5), False), (timedelta(hours=2), True)):
        everything_done(engine)
        story.now += passed
        story.run(find_due, story.now)
        assert calendar_jobs(waiting_jobs()) == ([ANA] if is_read else [])


def everything_done(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(jobs))
