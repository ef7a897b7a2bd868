"""What a learner may rely on who connects their calendar, cannot, or disconnects it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from learning.actions.ask_to_connect import ask_to_connect, find_connecting, find_connection
from learning.actions.calendar_closed import calendar_closed
from learning.actions.calendar_unreachable import calendar_reached, calendar_unreachable
from learning.actions.connect import calendar_connected, could_not_connect
from learning.actions.find_due import find_due
from learning.actions.follow_calendar import keep_watch
from learning.actions.organisation_allowed import organisation_allowed
from learning.connection import WhyNot
from learning.entries import Watch
from learning.errors import NotHere, PressedAlready
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review, seek
from learning.sign_in import SignIn, SignInId
from learning.views import ConnectionView, SignInView
from tests.cast import ANA, BEN, DAN
from tests.learning.story import Story
from tests.learning.test_following_the_calendar import calendar_jobs, everything_done
from tests.work_fixture import WaitingJob

Jobs = Callable[[], list[WaitingJob]]


def closed(story: Story, why: WhyNot = WhyNot.NOT_CONNECTED, person: PersonId = ANA) -> None:
    story.run(calendar_closed, person, why, None, story.now)


def started(story: Story) -> None:
    """Ana's cycle, started without a connection."""
    story.starts(story.drafts())
    closed(story)


def card(story: Story, person: PersonId = ANA) -> ConnectionView:
    view = story.sees(person, MessageKind.CONNECTION, person)
    assert isinstance(view, ConnectionView)
    return view


def why(story: Story) -> WhyNot | None:
    connection = card(story).connection
    assert connection
    return connection.why


def told(story: Story) -> list[MessageKind]:
    """What is new in Ana's chat about her calendar; what only changed its look does not count."""
    return [kind for kind, _ in story.chat_of(ANA) if kind in (MessageKind.CONNECTION, MessageKind.SIGN_IN)]


def messages(story: Story, kind: MessageKind = MessageKind.CONNECTION) -> int:
    return len(story.run(lambda work: [m for m in work.messages.about(kind, ANA) if m.failed_at is None]))


def sign_ins(story: Story, person: PersonId = ANA) -> list[SignIn]:
    return list(story.run(lambda work: work.sign_ins.of(person)))


def asks(story: Story) -> SignIn:
    """Ana presses the button."""
    connection = story.run(find_connection, ANA, story.now)
    story.run(ask_to_connect, story.press_on(connection.version), ANA, story.now)
    return sign_ins(story)[-1]


def connects(story: Story) -> None:
    story.run(calendar_connected, asks(story).id, ANA, story.now)


def open_reviews(story: Story) -> list[Review]:
    return list(story.run(lambda work: work.reviews.open_of(ANA)))


def test_a_cycle_without_a_connection_runs_in_the_chat_and_offers_to_connect_once(story: Story) -> None:
    story.starts(story.drafts())
    story.chat_of(ANA)
    closed(story)
    kinds = [kind for kind, _ in story.chat_of(ANA)]
    assert kinds.count(MessageKind.CONNECTION) == 1
    assert kinds.index(MessageKind.CYCLE) < kinds.index(MessageKind.CONNECTION)
    for _ in range(3):
        story.now += timedelta(hours=7)
        closed(story)
    assert told(story) == []


def test_reviews_without_a_calendar_get_a_sensible_hour_and_come_due_then(story: Story) -> None:
    started(story)
    check_in, closing = open_reviews(story)
    assert check_in.slot
    assert check_in.slot.starts_at.isoformat() == "2026-03-30T08:00:00+00:00"  # ten in the morning in Amsterdam
    assert closing.slot
    assert closing.slot.starts_at.isoformat() == "2026-04-27T08:00:00+00:00"
    story.chat_of(ANA)
    story.now = check_in.slot.starts_at
    story.run(find_due, story.now)
    assert MessageKind.REVIEW in [kind for kind, _ in story.chat_of(ANA)]


def test_a_new_moment_that_is_wanted_meanwhile_is_found_without_the_calendar_too(story: Story) -> None:
    started(story)
    (review, _) = open_reviews(story)
    story.run(lambda work: work.reviews.put(seek(review, review.ideal_on + timedelta(days=7))))
    story.chat_of(ANA)
    story.now += timedelta(hours=7)
    closed(story)
    slot = story.review(review).slot
    assert slot
    assert slot.starts_at.isoformat() == "2026-04-06T08:00:00+00:00"
    assert [kind for kind, _ in story.chat_of(ANA)] == [MessageKind.CONTRACT, MessageKind.CYCLE]


def test_the_cycle_card_says_that_the_reviews_are_in_the_chat(story: Story) -> None:
    started(story)
    (review, _) = open_reviews(story)
    assert story.cycle_of(review).is_in_chat
    connects(story)
    assert not story.cycle_of(review).is_in_chat


def test_once_connected_reviews_are_sought_a_free_moment_and_the_card_says_so(
    story: Story, engine: Engine, waiting_jobs: Jobs
) -> None:
    started(story)
    everything_done(engine)
    connects(story)
    assert card(story).connection
    assert why(story) is None
    assert calendar_jobs(waiting_jobs()) == [ANA]
    assert [review.slot for review in open_reviews(story)] == [None, None]
    assert len(story.calendar_is_written()) == 2


def test_a_review_that_stands_or_has_come_due_stays_where_it_is_when_reconnected(story: Story) -> None:
    first, second = story.running_cycle()
    assert first.slot
    story.now = first.slot.starts_at
    story.run(find_due, story.now)
    closed(story, WhyNot.ENDED)
    connects(story)
    assert [story.review(review).slot for review in (first, second)] == [first.slot, second.slot]


def test_after_reconnecting_the_calendar_is_read_from_its_start(story: Story) -> None:
    story.running_cycle()
    story.run(keep_watch, ANA, Watch(id="watch-1", ends_at=story.now + timedelta(days=6)), story.now)
    closed(story, WhyNot.ENDED)
    connects(story)
    watching = story.run(lambda work: work.watchings.of(ANA))
    assert watching
    assert (watching.mark, watching.watch, watching.unreachable_at) == (None, None, None)


@pytest.mark.parametrize("reason", [WhyNot.ENDED, WhyNot.MORE_PROOF, WhyNot.NOT_ALLOWED])
def test_a_right_that_stops_working_is_told_once_with_its_reason(story: Story, reason: WhyNot) -> None:
    started(story)
    connects(story)
    story.calendar_is_written()
    story.chat_of(ANA)
    story.now += timedelta(days=1)
    before = messages(story)
    for _ in range(3):
        closed(story, reason)
        closed(story, WhyNot.NOT_CONNECTED)  # as when the row of an ended right is gone
        story.now += timedelta(hours=7)
    assert messages(story) == before + 1
    assert why(story) is reason


def test_a_calendar_that_was_out_of_reach_and_then_lost_its_right_is_told_anew(story: Story) -> None:
    started(story)
    connects(story)
    story.run(calendar_unreachable, ANA, story.now)
    story.now += timedelta(days=1)
    before = messages(story)
    closed(story, WhyNot.ENDED)
    assert messages(story) == before + 1


def test_a_calendar_that_answers_again_by_itself_is_connected_again(story: Story) -> None:
    started(story)
    connects(story)
    closed(story, WhyNot.NOT_ALLOWED)
    story.run(calendar_reached, ANA, story.now)
    connection = card(story).connection
    assert connection
    assert connection.works


def test_nothing_is_asked_of_somebody_whose_calendar_is_to_hold_nothing(story: Story) -> None:
    closed(story, person=BEN)
    assert MessageKind.CONNECTION not in [kind for kind, _ in story.chat_of(BEN)]


def test_pressing_twice_asks_once_and_pressing_again_later_asks_anew(story: Story) -> None:
    started(story)
    connection = story.run(find_connection, ANA, story.now)
    press = story.press_on(connection.version)
    story.run(ask_to_connect, press, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(ask_to_connect, press, ANA, story.now)
    (first,) = sign_ins(story)
    story.now += timedelta(minutes=1)
    second = asks(story)
    assert sign_ins(story) == [second]
    view = story.sees(ANA, MessageKind.SIGN_IN, first.id)
    assert isinstance(view, SignInView)
    assert not view.is_open


def test_a_connected_calendar_is_not_asked_for_again(story: Story) -> None:
    started(story)
    connects(story)
    story.chat_of(ANA)
    story.run(find_connecting, ANA, story.now + timedelta(minutes=1))
    assert told(story).count(MessageKind.SIGN_IN) == 0


def test_a_sign_in_is_forgotten_after_ten_minutes_and_the_chat_says_so(story: Story) -> None:
    started(story)
    asks(story)
    assert card(story).is_signing_in
    story.chat_of(ANA)
    for minutes, left in ((9, 1), (2, 0)):
        story.now += timedelta(minutes=minutes)
        story.run(find_due, story.now)
        assert len(sign_ins(story)) == left
    changed = story.chat_of(ANA)
    assert [view.is_open for _, view in changed if isinstance(view, SignInView)] == [False]
    assert [view.is_signing_in for _, view in changed if isinstance(view, ConnectionView)] == [False]


def test_what_is_in_the_way_is_said_on_the_card_and_pressing_again_is_possible(story: Story) -> None:
    started(story)
    asks(story)
    story.run(could_not_connect, ANA, WhyNot.MORE_PROOF, '{"access_token": {}}', story.now)
    connection = card(story).connection
    assert connection
    assert (connection.why, connection.claims) == (WhyNot.MORE_PROOF, '{"access_token": {}}')
    connects(story)
    assert why(story) is None


def test_an_organisation_that_allows_it_is_told_to_those_who_wait_alone(
    story: Story, engine: Engine, waiting_jobs: Jobs
) -> None:
    started(story)
    for person in (BEN, DAN):
        story.run(find_connection, person, story.now)
    story.run(could_not_connect, ANA, WhyNot.NOT_ALLOWED, None, story.now)
    everything_done(engine)
    story.chat_of(ANA)
    assert story.run(organisation_allowed, story.now) == 1
    assert why(story) is WhyNot.NOT_CONNECTED
    assert told(story) == [MessageKind.CONNECTION]
    assert calendar_jobs(waiting_jobs()) == []
    assert story.run(organisation_allowed, story.now) == 0


def test_who_was_connected_is_tried_as_soon_as_the_organisation_allows_it_again(
    story: Story, engine: Engine, waiting_jobs: Jobs
) -> None:
    started(story)
    connects(story)
    closed(story, WhyNot.NOT_ALLOWED)
    everything_done(engine)
    story.run(organisation_allowed, story.now)
    assert calendar_jobs(waiting_jobs()) == [ANA]


def test_nobody_else_sees_how_it_stands_or_a_sign_in(story: Story) -> None:
    started(story)
    sign_in = asks(story)
    for kind, about in ((MessageKind.CONNECTION, ANA), (MessageKind.SIGN_IN, sign_in.id)):
        with pytest.raises(NotHere):
            story.sees(DAN, kind, about)


def test_a_sign_in_that_is_gone_shows_nothing_but_that_it_is_over(story: Story) -> None:
    view = story.sees(DAN, MessageKind.SIGN_IN, SignInId("not there"))
    assert isinstance(view, SignInView)
    assert not view.is_open


def test_a_calendar_that_may_not_be_used_is_tried_every_few_hours_and_not_each_minute(
    story: Story, engine: Engine, waiting_jobs: Jobs
) -> None:
    started(story)
    for passed, is_tried in ((timedelta(minutes=1), False), (timedelta(hours=5), False), (timedelta(hours=2), True)):
        everything_done(engine)
        story.now += passed
        story.run(find_due, story.now)
        assert calendar_jobs(waiting_jobs()) == ([ANA] if is_tried else [])


def test_the_contract_card_does_not_look_for_moments_in_a_calendar_that_it_may_not_see(story: Story) -> None:
    contract = story.starts(story.drafts())
    assert story.contract_of(contract).is_placing
    closed(story)
    assert not story.contract_of(contract).is_placing
