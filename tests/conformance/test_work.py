"""What an action may rely on, whatever database is behind its unit of work."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import StatementError

from learning.contract import ContractId
from learning.cycle import CycleId
from learning.errors import NotHere, SomeoneWasFaster
from learning.feedback import RequestId
from learning.messages import Message, MessageId, MessageKind, refused, shown, want
from learning.people import PersonId
from learning.review import Review, ReviewId
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, ANA_ELSEWHERE, BEN, CHLOE, DAN, HOUR, LATER, NOW
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from learning.contract import Contract
    from learning.cycle import Cycle
    from learning.feedback import FeedbackRequest
    from learning.people import Person
    from learning.watching import Watching
    from learning.work import Work
    from tests.work_fixture import Run


pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)


@pytest.fixture
def ground(run: Run) -> None:
    run(samples.ground)


def add(work: Work, repository: str, thing: object) -> None:
    getattr(work, repository).add(thing)


# --- what was kept comes back as it was ---


@pytest.mark.parametrize("person", [samples.person, samples.unreached_person])
def test_a_person_comes_back_as_they_were_met(run: Run, person: Person) -> None:
    run(lambda work: work.people.put(person))
    assert run(lambda work: work.people.find(ANA)) == person
    assert run(lambda work: work.people.get(ANA)) == person


def test_a_person_who_is_met_again_is_who_they_are_now(run: Run) -> None:
    run(lambda work: work.people.put(samples.person))
    renamed = replace(samples.person, name="Ana Klein", chat=None)
    run(lambda work: work.people.put(renamed))
    assert run(lambda work: work.people.get(ANA)) == renamed


def test_somebody_never_met_is_not_here(run: Run) -> None:
    assert run(lambda work: work.people.find(DAN)) is None
    with pytest.raises(NotHere):
        run(lambda work: work.people.get(DAN))


def test_the_same_object_id_in_another_tenant_is_another_person(run: Run) -> None:
    run(lambda work: work.people.put(samples.person))
    assert run(lambda work: work.people.find(ANA_ELSEWHERE)) is None


@pytest.mark.parametrize("contract", [replace(samples.contract, id=ContractId("new")), samples.full_contract])
@pytest.mark.usefixtures("ground")
def test_a_contract_comes_back_as_it_was_kept(run: Run, contract: Contract) -> None:
    run(lambda work: work.contracts.add(contract))
    assert run(lambda work: work.contracts.for_learner(contract.id, learner=ANA)) == contract


@pytest.mark.parametrize("revision", [samples.revision, samples.bare_revision])
def test_a_revision_comes_back_exactly_as_it_was_shown(run: Run, revision: Any) -> None:
    def keep(work: Work) -> None:
        work.contracts.add(samples.contract)
        work.contracts.add_revision(revision)

    run(keep)
    assert run(lambda work: work.contracts.revision(revision.contract, revision.number)) == revision


@pytest.mark.parametrize("request_", [samples.request, samples.answered_request])
@pytest.mark.usefixtures("ground")
def test_a_request_comes_back_with_its_advice(run: Run, request_: FeedbackRequest) -> None:
    run(lambda work: work.requests.add(request_))
    assert run(lambda work: work.requests.for_peer(request_.id, peer=BEN)) == request_
    assert run(lambda work: work.requests.for_learner(request_.id, learner=ANA)) == request_


@pytest.mark.parametrize("cycle", [samples.cycle, samples.closed_cycle])
def test_a_cycle_comes_back_as_it_was_kept(run: Run, cycle: Cycle) -> None:
    def keep(work: Work) -> None:
        work.contracts.add(samples.contract)
        work.cycles.add(cycle)

    run(keep)
    assert run(lambda work: work.cycles.for_learner(cycle.id, learner=ANA)) == cycle
    assert run(lambda work: work.cycles.of_contract(cycle.contract, learner=ANA)) == cycle


@pytest.mark.parametrize("review", [samples.review, samples.held_review, samples.closing_review])
@pytest.mark.usefixtures("ground")
def test_a_review_comes_back_with_its_answers(run: Run, review: Review) -> None:
    run(lambda work: work.reviews.add(review))
    assert run(lambda work: work.reviews.for_learner(review.id, learner=ANA)) == review


@pytest.mark.parametrize("message", [samples.message, samples.refused_message])
def test_a_message_comes_back_as_it_was_kept(run: Run, message: Message) -> None:
    run(lambda work: work.messages.add(message))
    assert run(lambda work: work.messages.find(message.id)) == message


@pytest.mark.parametrize("watching", [samples.watching, samples.full_watching])
def test_a_followed_calendar_comes_back_as_it_was_kept(run: Run, watching: Watching) -> None:
    run(lambda work: work.watchings.add(watching))
    assert run(lambda work: work.watchings.of(ANA)) == watching


def test_every_time_comes_back_in_utc(run: Run) -> None:
    run(lambda work: work.messages.add(replace(samples.message, created_at=LATER)))
    kept = run(lambda work: work.messages.find(samples.message.id))
    assert kept is not None
    assert (kept.created_at, kept.created_at.utcoffset()) == (LATER, timedelta(0))


def test_a_time_without_a_zone_is_not_kept(run: Run) -> None:
    naive = replace(samples.message, created_at=datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001  the point of the test
    with pytest.raises(StatementError, match="a time without a zone"):
        run(lambda work: work.messages.add(naive))


# --- a private thing is loaded for somebody ---


def _keep_one_of_each(work: Work) -> None:
    work.requests.add(samples.request)
    work.reviews.add(samples.review)


@pytest.mark.parametrize("other", [BEN, DAN, ANA_ELSEWHERE])
@pytest.mark.parametrize(
    "look",
    [
        lambda work, who: work.contracts.for_learner(samples.contract.id, learner=who),
        lambda work, who: work.requests.for_learner(samples.request.id, learner=who),
        lambda work, who: work.cycles.for_learner(samples.cycle.id, learner=who),
        lambda work, who: work.reviews.for_learner(samples.review.id, learner=who),
    ],
)
@pytest.mark.usefixtures("ground")
def test_what_is_the_learners_is_not_here_for_anybody_else(
    run: Run, look: Callable[[Work, PersonId], object], other: PersonId
) -> None:
    run(_keep_one_of_each)
    assert run(look, ANA)
    with pytest.raises(NotHere):
        run(look, other)


@pytest.mark.parametrize("other", [ANA, CHLOE, DAN])
@pytest.mark.usefixtures("ground")
def test_a_request_is_not_here_for_a_peer_it_was_not_sent_to(run: Run, other: PersonId) -> None:
    run(lambda work: work.requests.add(samples.request))
    with pytest.raises(NotHere):
        run(lambda work: work.requests.for_peer(samples.request.id, peer=other))


@pytest.mark.usefixtures("ground")
def test_lists_hold_nothing_of_anybody_else(run: Run) -> None:
    run(_keep_one_of_each)
    assert not run(lambda work: work.requests.of_contract(samples.contract.id, learner=DAN))
    assert not run(lambda work: work.reviews.of_cycle(samples.cycle.id, learner=DAN))
    assert not run(lambda work: work.reviews.open_of(DAN))
    assert run(lambda work: work.cycles.of_contract(samples.contract.id, learner=DAN)) is None
    assert run(lambda work: work.cycles.newest_running(DAN)) is None
    assert run(lambda work: work.contracts.newest_draft(DAN)) is None
    assert not run(lambda work: work.messages.waiting(DAN))
    assert run(lambda work: work.watchings.of(DAN)) is None


def test_a_thing_that_never_was_looks_like_somebody_elses(run: Run) -> None:
    with pytest.raises(NotHere):
        run(lambda work: work.reviews.for_learner(ReviewId("never"), learner=ANA))
    with pytest.raises(NotHere):
        run(lambda work: work.contracts.revision(samples.contract.id, 9))
    assert run(lambda work: work.messages.find(MessageId("never"))) is None


# --- changes ---

Put = tuple[str, Any, dict[str, Any]]
PUTS: list[Put] = [
    ("contracts", samples.contract, {"terms": samples.terms, "peers": (BEN,), "started_at": LATER}),
    ("requests", samples.request, {"feedback": samples.answered_request.feedback, "answered_at": LATER}),
    ("cycles", samples.cycle, {"closed_at": LATER}),
    ("reviews", samples.review, {"slot": samples.slot, "answers": samples.closing_review.answers}),
    ("messages", samples.message, {"wanted": 2, "sent": "1772"}),
    ("watchings", samples.watching, {"watch": "w", "mark": "m", "read_at": LATER}),
]


def _keep(work: Work, repository: str, thing: Any) -> None:
    if repository not in {"contracts", "cycles"}:  # these two are part of the ground
        add(work, repository, thing)


def _load(work: Work, repository: str, thing: Any) -> Any:
    if repository == "messages":
        return work.messages.find(thing.id)
    if repository == "watchings":
        return work.watchings.of(thing.person)
    return getattr(work, repository).for_learner(thing.id, learner=ANA)


@pytest.mark.parametrize(("repository", "thing", "facts"), PUTS, ids=[put[0] for put in PUTS])
@pytest.mark.usefixtures("ground")
def test_a_change_is_kept_with_the_next_version(run: Run, repository: str, thing: Any, facts: dict[str, Any]) -> None:
    run(_keep, repository, thing)
    changed = run(lambda work: getattr(work, repository).put(replace(thing, **facts)))
    assert changed == replace(thing, **facts, version=2)
    assert run(_load, repository, thing) == changed


@pytest.mark.parametrize(("repository", "thing", "facts"), PUTS, ids=[put[0] for put in PUTS])
@pytest.mark.usefixtures("ground")
def test_a_change_of_an_older_state_is_refused_and_changes_nothing(
    run: Run, repository: str, thing: Any, facts: dict[str, Any]
) -> None:
    run(_keep, repository, thing)
    first = run(lambda work: getattr(work, repository).put(thing))
    with pytest.raises(SomeoneWasFaster):
        run(lambda work: getattr(work, repository).put(replace(thing, **facts)))
    assert run(_load, repository, thing) == first


@pytest.mark.usefixtures("ground")
def test_an_advice_can_be_withdrawn_from_the_row(run: Run) -> None:
    run(lambda work: work.requests.add(samples.answered_request))
    bare = replace(samples.answered_request, feedback=None, answered_at=None)
    kept = run(lambda work: work.requests.put(bare))
    assert run(lambda work: work.requests.for_learner(bare.id, learner=ANA)) == kept


# --- questions over many ---


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
    def keep_closed_cycle(work: Work) -> None:
        work.contracts.add(replace(samples.contract, id=ContractId("past")))
        work.cycles.add(replace(samples.closed_cycle, id=CycleId("past"), contract=ContractId("past")))

    run(keep_closed_cycle)
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
    def keep_closed_cycle(work: Work) -> None:
        work.contracts.add(replace(samples.contract, id=ContractId("past")))
        work.cycles.add(replace(samples.closed_cycle, id=CycleId("past"), contract=ContractId("past")))

    run(keep_closed_cycle)
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
    assert [review.id for review in run(lambda work: work.reviews.due(LATER))] == ["due", "bens"]
    assert not run(lambda work: work.reviews.due(LATER - timedelta(microseconds=1)))


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


def test_the_calendars_we_are_behind_with_are_unread_or_about_to_be_unwatched(run: Run) -> None:
    good = replace(samples.watching, watch_ends_at=NOW, read_at=NOW)
    kept = {
        "fine": good,
        "never-read": replace(good, read_at=None),
        "read-long-ago": replace(good, read_at=NOW - timedelta(microseconds=1)),
        "unwatched": replace(good, watch_ends_at=None),
        "ends-soon": replace(good, watch_ends_at=NOW - timedelta(microseconds=1)),
    }
    for name, each in kept.items():
        run(add, "watchings", replace(each, person=PersonId(f"meadow:{name}")))
    behind = run(lambda work: work.watchings.behind(read_before=NOW, ends_before=NOW))
    assert set(behind) == {f"meadow:{name}" for name in kept if name != "fine"}


def test_a_button_counts_once_for_each_person(run: Run) -> None:
    assert run(lambda work: work.presses.note(ANA, "key", NOW))
    assert not run(lambda work: work.presses.note(ANA, "key", LATER))
    assert run(lambda work: work.presses.note(BEN, "key", NOW))
    assert run(lambda work: work.presses.note(ANA, "other", NOW))


def test_a_second_press_leaves_the_rest_of_the_work_as_it_was(run: Run) -> None:
    run(lambda work: work.presses.note(ANA, "key", NOW))

    def press_between(work: Work) -> None:
        work.people.put(samples.person)
        assert not work.presses.note(ANA, "key", NOW)
        work.messages.add(samples.message)

    run(press_between)
    assert run(lambda work: work.people.find(ANA)) == samples.person
    assert run(lambda work: work.messages.find(samples.message.id)) == samples.message


# --- together, or not at all ---


def test_an_action_that_fails_leaves_nothing(run: Run) -> None:
    def fail(work: Work) -> None:
        samples.ground(work)
        _keep_one_of_each(work)
        work.people.put(samples.person)
        work.messages.add(samples.message)
        work.watchings.add(samples.watching)
        work.presses.note(ANA, "key", NOW)
        raise SomeoneWasFaster

    with pytest.raises(SomeoneWasFaster):
        run(fail)
    assert run(lambda work: work.contracts.newest_draft(ANA)) is None
    assert run(lambda work: work.cycles.newest_running(ANA)) is None
    assert run(lambda work: work.people.find(ANA)) is None
    assert run(lambda work: work.messages.find(samples.message.id)) is None
    assert run(lambda work: work.watchings.of(ANA)) is None
    assert run(lambda work: work.presses.note(ANA, "key", NOW))


def test_every_new_id_is_a_new_one(run: Run) -> None:
    made = run(lambda work: [work.new_id() for _ in range(1000)])
    assert len(set(made)) == 1000
    assert min(map(len, made)) == 32
