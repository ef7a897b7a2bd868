"""What an action finds when it looks over many things: the newest, the open, the due, what waits; on any database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from learning.actions.telling import defer_calendar
from learning.contract import ContractId
from learning.cycle import CycleId
from learning.feedback import RequestId
from learning.messages import MessageId, MessageKind, refused, shown, want
from learning.people import PersonId
from learning.review import ReviewId
from learning.watching import READ_ANYWAY_AFTER, RENEW_BEFORE
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, BEN, CHLOE, DAN, HOUR, LATER, NOW
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from datetime import datetime

    from learning.work import Work
    from tests.work_fixture import Run


pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)


def add(work: Work, repository: str, thing: object) -> None:
    getattr(work, repository).add(thing)


@pytest.mark.usefixtures("ground")
def test_the_newest_draft_is_the_last_one_that_was_not_started(run: Run) -> None:
    older = replace(samples.contract, id=ContractId("older"), drafted_at=NOW - HOUR)
    newer = replace(samples.contract, id=ContractId("newer"), drafted_at=NOW + HOUR)
    same_time = replace(newer, id=ContractId("same-time"))
    started = replace(newer, id=ContractId("started"), drafted_at=NOW + 2 * HOUR, started_at=LATER)
    for each in (newer, same_time, older, started):
        run(add, "contracts", each)
    assert run(lambda work: work.contracts.newest_draft(ANA)) == same_time


@pytest.mark.usefixtures("ground")
def test_requests_come_in_the_order_of_asking(run: Run) -> None:
    asked = [
        replace(samples.request, id=RequestId(f"r{number}"), peer=peer) for number, peer in enumerate((DAN, BEN, CHLOE))
    ]
    for each in asked:
        run(add, "requests", each)
    assert run(lambda work: work.requests.of_contract(samples.contract.id, learner=ANA)) == asked


def test_a_contract_without_a_start_has_no_cycle(run: Run) -> None:
    run(lambda work: work.contracts.add(samples.contract))
    assert run(lambda work: work.cycles.of_contract(samples.contract.id, learner=ANA)) is None


@pytest.mark.usefixtures("ground")
def test_the_newest_running_cycle_is_the_last_opened_that_is_not_closed(run: Run) -> None:
    for number, closed_at in ((1, None), (2, LATER)):
        contract = replace(samples.contract, id=ContractId(f"c{number}"))
        cycle = replace(samples.cycle, id=CycleId(f"y{number}"), contract=contract.id, closed_at=closed_at)
        run(add, "contracts", contract)
        run(add, "cycles", replace(cycle, opened_at=NOW + number * HOUR))
    running = run(lambda work: work.cycles.newest_running(ANA))
    assert running is not None
    assert running.id == "y1"


def _keep_closed_cycle(work: Work) -> None:
    work.contracts.add(replace(samples.contract, id=ContractId("past")))
    work.cycles.add(replace(samples.closed_cycle, id=CycleId("past"), contract=ContractId("past")))


def _reviews(run: Run, **facts: dict[str, Any]) -> None:
    for name, changes in facts.items():
        run(add, "reviews", replace(samples.review, id=ReviewId(name), **changes))


@pytest.mark.usefixtures("ground")
def test_reviews_of_a_cycle_come_by_their_day(run: Run) -> None:
    run(lambda work: work.reviews.add(samples.closing_review))
    run(lambda work: work.reviews.add(samples.review))
    kept = run(lambda work: work.reviews.of_cycle(samples.cycle.id, learner=ANA))
    assert kept == [samples.review, samples.closing_review]


@pytest.mark.usefixtures("ground")
def test_open_reviews_are_neither_held_nor_left_out_nor_of_a_closed_cycle(run: Run) -> None:
    run(_keep_closed_cycle)
    _reviews(
        run,
        open={},
        placed={"slot": samples.slot},
        gone={"gone_at": NOW},
        held={"held_at": NOW},
        skipped={"skipped_at": NOW},
        past={"cycle": "past"},
    )
    assert [review.id for review in run(lambda work: work.reviews.open_of(ANA))] == ["open", "placed", "gone"]


@pytest.mark.usefixtures("ground")
def test_a_review_is_due_from_its_start_until_it_was_asked_about(run: Run) -> None:
    run(_keep_closed_cycle)
    _reviews(
        run,
        due={"slot": samples.slot},
        bens={"slot": samples.slot, "learner": BEN},
        unplaced={},
        later={"slot": replace(samples.slot, starts_at=LATER + timedelta(microseconds=1))},
        asked={"slot": samples.slot, "asked_at": NOW},
        gone={"slot": samples.slot, "gone_at": NOW},
        held={"slot": samples.slot, "held_at": NOW},
        skipped={"slot": samples.slot, "skipped_at": NOW},
        past={"slot": samples.slot, "cycle": "past"},
    )
    assert [review.id for review in run(lambda work: work.reviews.due(LATER, most=3))] == ["due", "bens"]
    assert [review.id for review in run(lambda work: work.reviews.due(LATER, most=1))] == ["due"]
    assert not run(lambda work: work.reviews.due(LATER - timedelta(microseconds=1), most=3))


def test_messages_wait_in_the_order_of_their_making_until_they_are_shown(run: Run) -> None:
    first, second, third = (replace(samples.message, id=MessageId(f"m{number}")) for number in range(3))
    of_ben = replace(samples.message, id=MessageId("ben"), person=BEN)
    older = replace(samples.message, id=MessageId("older"), created_at=NOW - HOUR)
    for each in (first, second, of_ben, third, older):
        run(add, "messages", each)
    run(lambda work: work.messages.put(want(first)))
    run(lambda work: work.messages.put(shown(second, sent="1", wish=1)))
    run(lambda work: work.messages.put(refused(third, now=NOW)))
    waiting = run(lambda work: work.messages.waiting(ANA))
    assert [message.id for message in waiting] == ["older", "m0"]
    assert all(message.is_due for message in waiting)


def test_a_wish_that_comes_while_the_message_is_shown_stays_due(run: Run) -> None:
    run(lambda work: work.messages.add(samples.message))
    wanted_again = run(lambda work: work.messages.put(want(samples.message)))
    run(lambda work: work.messages.put(shown(wanted_again, sent="1", wish=1)))
    assert len(run(lambda work: work.messages.waiting(ANA))) == 1


def test_messages_about_a_thing_are_of_one_kind(run: Run) -> None:
    other_kind = replace(samples.message, id=MessageId("kind"), kind=MessageKind.CYCLE)
    other_thing = replace(samples.message, id=MessageId("thing"), about="other")
    of_ben = replace(samples.message, id=MessageId("ben"), person=BEN)
    for each in (samples.message, other_kind, other_thing, of_ben):
        run(add, "messages", each)
    about = run(lambda work: work.messages.about(MessageKind.CONTRACT, samples.contract.id))
    assert about == [samples.message, of_ben]


def test_a_calendar_is_found_by_its_watch_and_forgotten_when_removed(run: Run) -> None:
    run(lambda work: work.watchings.add(samples.full_watching))
    run(lambda work: work.watchings.add(replace(samples.watching, person=BEN)))
    assert run(lambda work: work.watchings.by_watch("watch-1")) == samples.full_watching
    assert run(lambda work: work.watchings.by_watch("other")) is None
    run(lambda work: work.watchings.remove(ANA))
    assert run(lambda work: work.watchings.of(ANA)) is None
    assert run(lambda work: work.watchings.of(BEN)) is not None


A_MOMENT = timedelta(microseconds=1)


def test_the_calendars_we_are_behind_with_are_unread_or_about_to_be_unwatched(run: Run) -> None:
    read = NOW - READ_ANYWAY_AFTER
    good = replace(samples.watching, watch_ends_at=NOW + RENEW_BEFORE, read_at=read)
    kept = {
        "fine": good,
        "never-read": replace(good, read_at=None),
        "read-long-ago": replace(good, read_at=read - A_MOMENT),
        "unwatched": replace(good, watch_ends_at=None),
        "ends-soon": replace(good, watch_ends_at=NOW + RENEW_BEFORE - A_MOMENT),
        "tried-in-vain": replace(good, read_at=read - HOUR, unreachable_at=read),
        "tried-in-vain-long-ago": replace(good, read_at=read - HOUR, unreachable_at=read - 2 * A_MOMENT),
    }
    for name, each in kept.items():
        run(add, "watchings", replace(each, person=PersonId(f"meadow:{name}")))
    behind = run(lambda work: work.watchings.behind(NOW, most=9))
    assert set(behind) == {f"meadow:{name}" for name in kept if name not in {"fine", "tried-in-vain"}}
    first = run(lambda work: work.watchings.behind(NOW, most=3))
    assert behind[:3] == first
    assert behind[2] == "meadow:tried-in-vain-long-ago"  # the longest ago, after those that were never read or watched


def test_a_calendar_is_looked_at_again_when_it_is_said_or_once_it_was_kept(run: Run) -> None:
    run(add, "watchings", samples.watching)
    run(lambda work: work.watchings.look_again([ANA], LATER))
    assert run(lambda work: work.watchings.behind(LATER, most=1)) == []
    assert run(lambda work: work.watchings.behind(LATER + A_MOMENT, most=1)) == [ANA]
    run(lambda work: work.watchings.put(samples.watching))  # never read, as it is kept here
    assert run(lambda work: work.watchings.behind(LATER, most=1)) == [ANA]


@pytest.mark.usefixtures("ground")
def test_calendars_are_looked_at_before_a_review_unless_they_are_about_to_be_read(run: Run) -> None:
    before, starts_at = NOW - HOUR, samples.slot.starts_at
    read = replace(samples.watching, read_at=before - A_MOMENT)
    watchings = {
        "due": read,
        "just-read": replace(read, read_at=before),
        "never-read": replace(read, read_at=None),
        "in-vain": replace(read, unreachable_at=before),
        "waits": read,
    }
    for name, each in watchings.items():
        person = PersonId(f"meadow:{name}")
        run(add, "watchings", replace(each, person=person))
        _reviews(run, **{name: {"slot": samples.slot, "learner": person}})
    _reviews(run, held={"slot": samples.slot, "held_at": NOW, "learner": PersonId("meadow:due")})
    run(lambda work: defer_calendar(work, PersonId("meadow:waits"), now=NOW))
    asked = starts_at - A_MOMENT

    def found(now: datetime, until: datetime) -> list[PersonId]:
        return list(run(lambda work: work.watchings.before_review(now, until=until, read_before=before, most=9)))

    assert found(asked, starts_at) == ["meadow:due"]
    assert found(starts_at, LATER) == []
    assert found(asked - HOUR, asked) == []
    run(lambda work: work.cycles.put(replace(samples.cycle, paused_at=NOW)))
    assert found(asked, starts_at) == []


def test_buttons_that_were_pressed_long_ago_are_forgotten_the_oldest_first(run: Run) -> None:
    for number in range(3):
        assert run(lambda work, key, at: work.presses.note(ANA, key, at), str(number), NOW + number * HOUR)
    run(lambda work: work.presses.forget(pressed_before=NOW + 2 * HOUR, most=1))
    assert not run(lambda work: work.presses.note(ANA, "1", NOW))
    assert run(lambda work: work.presses.note(ANA, "0", NOW + 5 * HOUR))
    run(lambda work: work.presses.forget(pressed_before=NOW + 2 * HOUR, most=9))
    assert not run(lambda work: work.presses.note(ANA, "2", NOW))
    assert run(lambda work: work.presses.note(ANA, "1", NOW))
