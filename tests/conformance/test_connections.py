"""What is kept of connections and sign-ins comes back as it was, whatever database is behind the unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from learning.connection import Connection, WhyNot, connected, ended, left, unconnected
from learning.errors import SomeoneWasFaster
from learning.sign_in import LIFE, SignIn, SignInId
from learning.work import Work
from tests.cast import ANA, BEN, CHLOE, DAN, NOW
from tests.work_fixture import STORAGES, Run

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)

SIGN_IN = SignIn(id=SignInId("sign-in-1"), person=ANA, chat="chat of ana", asked_at=NOW)


def test_a_connection_is_kept_step_by_step(run: Run) -> None:
    assert run(lambda work: work.connections.of(ANA)) is None
    first = unconnected(ANA, now=NOW)
    run(lambda work: work.connections.add(first))
    steps = (
        lambda kept: replace(kept, asked_at=NOW),
        lambda kept: connected(kept, now=NOW),
        lambda kept: ended(kept, WhyNot.MORE_PROOF, claims='{"access_token": {}}', now=NOW),
        lambda kept: left(kept, now=NOW),
    )
    kept: Connection = first
    for step in steps:
        changed = step(kept)
        kept = run(_put, changed)
        assert kept == replace(changed, version=changed.version + 1)
        assert run(lambda work: work.connections.of(ANA)) == kept
    with pytest.raises(SomeoneWasFaster):
        run(lambda work: work.connections.put(first))


@pytest.mark.parametrize("why", WhyNot)
def test_every_reason_is_kept(run: Run, why: WhyNot) -> None:
    connection = Connection(person=ANA, ended_at=NOW, why=why)
    run(lambda work: work.connections.add(connection))
    assert run(lambda work: work.connections.of(ANA)) == connection


def test_those_whose_organisation_does_not_allow_it_are_found(run: Run) -> None:
    for person, why in ((DAN, WhyNot.NOT_ALLOWED), (BEN, WhyNot.ENDED), (ANA, WhyNot.NOT_ALLOWED)):
        connection = Connection(person=person, ended_at=NOW, why=why)
        run(_add, connection)
    run(lambda work: work.connections.add(Connection(person=CHLOE)))
    assert {connection.person for connection in run(lambda work: work.connections.not_allowed(most=3))} == {ANA, DAN}
    assert len(run(lambda work: work.connections.not_allowed(most=1))) == 1


def test_a_sign_in_is_kept_found_by_its_state_and_forgotten(run: Run) -> None:
    run(lambda work: work.sign_ins.add(SIGN_IN))
    assert run(lambda work: work.sign_ins.find(SIGN_IN.id)) == SIGN_IN
    assert run(lambda work: work.sign_ins.by_state("state")) is None
    begun = replace(SIGN_IN, state_hash="state", cookie_hash="cookie", flow="flow")
    kept = run(lambda work: work.sign_ins.put(begun))
    assert run(lambda work: work.sign_ins.by_state("state")) == replace(begun, version=2) == kept
    used = replace(kept, used_at=NOW, flow=None, cookie_hash=None)
    run(lambda work: work.sign_ins.put(used))
    assert run(lambda work: work.sign_ins.of(ANA)) == [replace(used, version=3)]
    with pytest.raises(SomeoneWasFaster):
        run(lambda work: work.sign_ins.put(SIGN_IN))
    run(lambda work: work.sign_ins.remove(SIGN_IN.id))
    assert run(lambda work: work.sign_ins.find(SIGN_IN.id)) is None


def test_everybody_has_their_own_sign_ins_the_oldest_first(run: Run) -> None:
    later = replace(SIGN_IN, id=SignInId("a-later-one"), asked_at=NOW + timedelta(minutes=1))
    for each in (later, SIGN_IN, replace(SIGN_IN, id=SignInId("bens"), person=BEN)):
        run(_add_sign_in, each)
    assert run(lambda work: work.sign_ins.of(ANA)) == [SIGN_IN, later]
    assert run(lambda work: work.sign_ins.of(DAN)) == []


def test_sign_ins_whose_time_is_over_are_found(run: Run) -> None:
    run(lambda work: work.sign_ins.add(SIGN_IN))
    for passed, is_over in (
        (timedelta(), False),
        (LIFE, False),
        (LIFE + timedelta(seconds=1), True),
        (-timedelta(seconds=1), True),  # the clock went back
    ):
        found = run(_over, NOW + passed)
        assert found == ([SIGN_IN] if is_over else [])


def _add(work: Work, connection: Connection) -> None:
    work.connections.add(connection)


def _put(work: Work, connection: Connection) -> Connection:
    return work.connections.put(connection)


def _add_sign_in(work: Work, sign_in: SignIn) -> None:
    work.sign_ins.add(sign_in)


def _over(work: Work, now: datetime) -> Sequence[SignIn]:
    return work.sign_ins.over(now, most=2)
