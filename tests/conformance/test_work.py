"""What an action may rely on when it changes something, on any database: nothing overwritten, repeated or half done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from learning.errors import SomeoneWasFaster
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, BEN, LATER, NOW
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from learning.work import Work
    from tests.work_fixture import Run


pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)


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
        getattr(work, repository).add(thing)


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


def test_an_action_that_fails_leaves_nothing(run: Run) -> None:
    def fail(work: Work) -> None:
        samples.ground(work)
        samples.request_and_review(work)
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
