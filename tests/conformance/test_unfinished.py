"""What somebody began to type is kept for them alone, on whatever database."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work
from tests.cast import ANA, BEN
from tests.work_fixture import STORAGES, Run

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)

NOTE = {"note": 'Mia "spoke"\nÖ 🙂 \'; --', "link": ""}


def _begun(work: Work, person: PersonId, kind: MessageKind, about: str) -> Mapping[str, str]:
    return work.unfinished.of(person, kind, about)


def test_what_was_begun_comes_back_to_who_began_it_on_that_card_alone(run: Run) -> None:
    run(lambda work: work.unfinished.put(ANA, MessageKind.CYCLE, "c", NOTE))
    assert run(lambda work: work.unfinished.of(ANA, MessageKind.CYCLE, "c")) == NOTE
    for person, kind, about in (
        (BEN, MessageKind.CYCLE, "c"),
        (ANA, MessageKind.OWN_CALENDAR, "c"),
        (ANA, MessageKind.CYCLE, "d"),
    ):
        assert run(_begun, person, kind, about) == {}


def test_what_is_kept_later_takes_the_place_of_what_was_kept_before(run: Run) -> None:
    def begin(work: Work, *notes: str) -> None:
        for note in notes:
            work.unfinished.put(ANA, MessageKind.CYCLE, "c", {"note": note} if note else {})

    run(begin, "first", "second")
    assert run(lambda work: work.unfinished.of(ANA, MessageKind.CYCLE, "c")) == {"note": "second"}
    run(begin, "")
    assert run(lambda work: work.unfinished.of(ANA, MessageKind.CYCLE, "c")) == {}
