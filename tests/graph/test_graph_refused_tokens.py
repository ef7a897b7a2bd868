"""When Graph refuses somebody's token: once more with another one, and then the person hears what to do."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from graph.calendar import GraphCalendar
from graph.challenges import claims_in
from graph.client import GraphClient
from graph.failures import GraphFailure
from learning.connection import WhyNot
from learning.entries import EntryId
from learning.errors import OutsideFailure, SignInNeeded
from learning.people import PersonId
from tests.graph.entra_world import ANA, Replica, World, entra_world
from tests.graph.small_graph import NINE, REVIEW, Handler, always, listening, refusal, settings_for, write

CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}'
ENTRY = EntryId("e1")


def challenge(claims: str = CLAIMS) -> str:
    encoded = base64.b64encode(claims.encode()).decode()
    return f'Bearer realm="", authorization_uri="https://x/authorize", error="insufficient_claims", claims="{encoded}"'


class Numbered:
    """Tokens with numbers, and for what each was wanted."""

    def __init__(self) -> None:
        self.wanted: list[tuple[str, str | None]] = []

    async def for_person(self, person: PersonId) -> str:
        return f"first-{person}"

    async def again(self, person: PersonId, *, refused: str, claims: str | None) -> str:
        self.wanted.append((refused, claims))
        return f"second-{person}"


async def outcome(handler: Handler, *, is_delegated: bool = True) -> tuple[OutsideFailure | None, Numbered, list[str]]:
    """What asking to be told comes to, the tokens, and what Graph was asked with."""
    tokens, asked = Numbered(), []

    async def remember(request: web.Request) -> web.StreamResponse:
        asked.append(f"{request.headers['Authorization'].partition('-')[0]} {len(await request.read()) > 0}")
        return await handler(request)

    async with listening(remember) as address:
        settings = settings_for(address)
        client = GraphClient(settings, tokens, is_delegated=is_delegated)
        try:
            await GraphCalendar(client, settings).watch(ANA, secret="s", until=NINE.starts_at)
        except OutsideFailure as failure:
            return failure, tokens, asked
        finally:
            await client.close()
    return None, tokens, asked


def once_refused(status: int, **headers: str) -> Handler:
    left = [1]

    async def answer(_request: web.Request) -> web.Response:
        if left:
            left.pop()
            return web.json_response(refusal("InvalidAuthenticationToken"), status=status, headers=headers)
        return web.json_response({"id": "w1", "expirationDateTime": "2026-03-02T09:00:00Z"}, status=201)

    return answer


@pytest.mark.parametrize(("header", "claims"), [({}, None), ({"WWW-Authenticate": challenge()}, CLAIMS)])
async def test_the_same_request_goes_out_once_more_with_another_token(
    header: dict[str, str], claims: str | None
) -> None:
    failure, tokens, asked = await outcome(once_refused(401, **header))
    assert (failure, tokens.wanted) == (None, [(f"first-{ANA}", claims)])
    assert asked == ["Bearer first True", "Bearer second True"]


@pytest.mark.parametrize(
    ("handler", "why", "asked"),
    [
        (always(401, refusal("InvalidAuthenticationToken")), WhyNot.ENDED, 2),
        (always(401, refusal("x"), headers={"WWW-Authenticate": challenge()}), WhyNot.MORE_PROOF, 2),
        (always(403, refusal("ErrorAccessDenied")), WhyNot.NOT_ALLOWED, 1),
        (always(403, refusal("Authorization_RequestDenied")), WhyNot.NOT_ALLOWED, 1),
    ],
)
async def test_what_stays_refused_is_told_with_its_reason(handler: Handler, why: WhyNot, asked: int) -> None:
    failure, _, requests = await outcome(handler)
    assert isinstance(failure, SignInNeeded)
    assert (failure.why, len(requests)) == (why, asked)
    assert (failure.claims == CLAIMS) is (why is WhyNot.MORE_PROOF)


@pytest.mark.parametrize("status", [401, 403])
async def test_the_apps_own_right_is_nobodys_to_mend(status: int) -> None:
    failure, _, _ = await outcome(always(status, refusal("ErrorAccessDenied")), is_delegated=False)
    assert isinstance(failure, GraphFailure)
    assert failure.needs_consent


async def test_another_403_is_about_this_one_thing() -> None:
    failure, _, _ = await outcome(always(403, refusal("ErrorQuotaExceeded")))
    assert isinstance(failure, GraphFailure)


def test_what_graph_asks_for_is_read_in_either_alphabet() -> None:
    claims = json.dumps({"access_token": {"acrs": "?>?>"}})
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        encoded = encode(claims.encode()).decode()
        for form in (encoded, encoded.rstrip("=")):
            assert claims_in(f'Bearer error="insufficient_claims", claims="{form}"') == claims


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        'Bearer error="invalid_token", claims="e30="',
        'Bearer error="insufficient_claims"',
        'Bearer error="insufficient_claims", claims="e30=' + "A" * 5000 + '"',
        'Bearer error="insufficient_claims", claims="e30=", x="' + "a" * 9000 + '"',
        'Bearer error="insufficient_claims", claims="W10="',
        'Bearer error="insufficient_claims", claims="//79"',
        challenge("[" * 3000),
    ],
)
def test_what_is_no_challenge_asks_for_nothing(header: str | None) -> None:
    assert claims_in(header) is None


@given(st.text(max_size=200))
def test_no_header_breaks_the_reading(text: str) -> None:
    for header in (text, f'Bearer error="insufficient_claims", claims="{text}"'):
        found = claims_in(header)
        assert found is None or isinstance(json.loads(found), dict)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with entra_world(tmp_path) as world:
        yield world


@pytest.fixture
async def ours(world: World) -> Replica:
    replica = await world.replica()
    await replica.sign_ins.exchange(ANA, await world.made())
    return replica


@pytest.fixture
async def calendar(world: World, ours: Replica) -> AsyncIterator[GraphCalendar]:
    client = GraphClient(world.settings, ours.tokens, is_delegated=True)
    yield GraphCalendar(client, world.settings)
    await client.close()


async def why_not(calendar: GraphCalendar) -> WhyNot:
    with pytest.raises(SignInNeeded) as caught:
        await calendar.find(ANA, ENTRY)
    return caught.value.why


async def test_ana_lives_with_her_own_right(calendar: GraphCalendar) -> None:
    written = await write(calendar, ANA, REVIEW)
    assert written.slot == NINE
    assert await calendar.find(ANA, written.id) == written


async def test_a_token_that_entra_ended_early_is_renewed_without_anybody_noticing(
    world: World, ours: Replica, calendar: GraphCalendar
) -> None:
    written = await write(calendar, ANA, REVIEW)
    before = await ours.tokens.for_person(ANA)
    await world.local("entra/people/ana/expire-access")
    assert await calendar.find(ANA, written.id) == written
    assert await ours.tokens.for_person(ANA) != before


async def test_a_person_signed_out_by_entra_is_told_so(world: World, ours: Replica, calendar: GraphCalendar) -> None:
    await write(calendar, ANA, REVIEW)
    await world.local("entra/people/ana/sign-out")
    assert await why_not(calendar) is WhyNot.ENDED
    assert await ours.rows.load(ANA) is None
    assert await why_not(calendar) is WhyNot.NOT_CONNECTED


async def test_consent_taken_back_is_told_as_the_organisations(world: World, calendar: GraphCalendar) -> None:
    await write(calendar, ANA, REVIEW)
    await world.local("entra/organisation", allowed=False)
    await world.local("entra/people/ana/expire-access")
    assert await why_not(calendar) is WhyNot.NOT_ALLOWED
    await world.local("entra/organisation", allowed=True)
    await write(calendar, ANA, REVIEW)
