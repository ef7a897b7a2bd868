"""When several people are free, over the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.delegated_tokens import SCOPES
from learning.entries import Guest, Slot
from learning.ports import Calendar
from standin.people import by_key
from tests.conformance.graph_judges import Wire, usual_judge
from tests.conformance.outlook import ANA, open_outlook
from tests.graph_at_standin import settings_at
from tests.standin.local_entra import Microsoft, microsoft

BEN_IS = by_key("ben")
assert BEN_IS is not None
BEN = Guest(address=BEN_IS.mail, name=BEN_IS.name)
NOBODY = Guest(address="nobody@meadow.example")
NINE = datetime(2027, 1, 18, 9, tzinfo=UTC)
"""A Monday beyond what the stand-in's people have planned."""
MONDAY = Slot(starts_at=NINE.replace(hour=0), ends_at=NINE.replace(hour=0) + timedelta(days=1))
HALF_AN_HOUR = timedelta(minutes=30)


class Token:
    """One token of Ana's."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def for_person(self, _person: object) -> str:
        return self._token

    async def again(self, _person: object, *, refused: str, claims: str | None) -> str:
        raise AssertionError((refused, claims))


@pytest.fixture
async def local(tmp_path: Path) -> AsyncIterator[Microsoft]:
    async with microsoft(tmp_path) as running:
        yield running


@pytest.fixture
async def calendar(local: Microsoft) -> AsyncIterator[Calendar]:
    """Ana's calendar by her own right, for which no more was asked than the service asks for."""
    world, wire = local.standin.world, Wire()
    tokens = await local.on_behalf_of(await local.sso("ana"), scopes=list(SCOPES))
    settings = settings_at(world)
    client = GraphClient(settings, Token(tokens["access_token"]), is_delegated=True, traces=wire.traces)
    yield GraphCalendar(client, settings)
    await client.close()
    assert wire.exchanges
    assert wire.problems(usual_judge()) == []


def busy(local: Microsoft, key: str, first: int, last: int) -> None:
    """From one full hour (UTC) of that Monday to another."""
    start, end = (NINE.replace(hour=hour) for hour in (first, last))
    local.standin.world.by_hand.write(key, "Something", start, end)


async def test_what_takes_a_colleagues_time_is_seen_by_the_learners_own_right(
    local: Microsoft, calendar: Calendar
) -> None:
    busy(local, "ben", 10, 12)
    found = await calendar.availability_of(ANA, [BEN, NOBODY], MONDAY)
    assert set(found) == {BEN.address}
    assert found[BEN.address].busy == (Slot(starts_at=NINE.replace(hour=10), ends_at=NINE.replace(hour=12)),)
    assert found[BEN.address].hours.days == frozenset(range(5))


async def test_times_for_both_are_suggested_and_none_at_which_either_is_busy(
    local: Microsoft, calendar: Calendar
) -> None:
    busy(local, "ana", 8, 11)
    busy(local, "ben", 12, 15)
    found = await calendar.suggest(ANA, [BEN], HALF_AN_HOUR, MONDAY)
    assert found
    hours = {(slot.starts_at.hour, slot.length) for slot in found}
    assert hours == {(11, HALF_AN_HOUR), (15, HALF_AN_HOUR)}


async def test_a_day_without_a_common_moment_suggests_nothing(local: Microsoft, calendar: Calendar) -> None:
    busy(local, "ben", 0, 23)
    assert await calendar.suggest(ANA, [BEN], HALF_AN_HOUR, MONDAY) == ()


async def test_where_no_administrator_granted_more_we_seek_ourselves(local: Microsoft, calendar: Calendar) -> None:
    await local.local("organisation", {"shared_calendars": False})
    assert await calendar.suggest(ANA, [BEN], HALF_AN_HOUR, MONDAY) is None
    assert set(await calendar.availability_of(ANA, [BEN], MONDAY)) == {BEN.address}


async def test_with_the_apps_own_right_we_seek_ourselves(tmp_path: Path) -> None:
    async with open_outlook(tmp_path) as outlook:
        assert await outlook.calendar.suggest(ANA, [BEN], HALF_AN_HOUR, MONDAY) is None
        assert set(await outlook.calendar.availability_of(ANA, [BEN], MONDAY)) == {BEN.address}
        assert outlook.wire.problems(usual_judge()) == []
