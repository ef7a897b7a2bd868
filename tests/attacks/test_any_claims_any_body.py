"""Whatever a token says and whatever a body holds, the door answers soon, never by an error, and lets in only who may.

In one process, over real HTTP, with the channel's own small Microsoft around it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from typing import Any

import jwt
import pytest
from aiohttp import ClientResponse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.turn import TextAnswer
from tests.bot.channel_world import ANA, APP_ID, ISSUER, OTHER_TENANT, TENANT, World, opened, rsa_key

ANSWERS = {200, 202, 400, 401, 403, 413, 415, 501}
"""501 is the Bot Framework's own answer to an invoke that the app does not know."""
LIMIT_SECONDS = 5.0
LEEWAY = 300
SLACK = 60
"""So near to the leeway no time is tried: a busy machine would decide."""
GOOD = "what a good claim says"
SEEN: Counter[str] = Counter()
SETTINGS = settings(
    max_examples=300,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
junk = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
offsets = st.integers(-10_000, 10_000).filter(lambda off: abs(abs(off) - LEEWAY) > SLACK)
times = offsets.map(lambda off: int(time.time()) + off) | junk


def claim(*likely: object) -> st.SearchStrategy[object]:
    """What is likely to be tried, or anything; now and then what is right."""
    return st.just(GOOD) | st.sampled_from(likely) | junk


def some_of(parts: Mapping[str, st.SearchStrategy[object]]) -> st.SearchStrategy[dict[str, Any]]:
    """At most three of these at once: were all of them wrong together, nothing would ever come past the first check."""
    names = st.lists(st.sampled_from(sorted(parts)), unique=True, max_size=3)
    return names.flatmap(lambda chosen: st.fixed_dictionaries({name: parts[name] for name in chosen}))


CLAIMS = some_of(
    {
        "iss": claim(f"https://sts.windows.net/{TENANT}/", ISSUER + "/", [ISSUER]),
        "aud": claim([APP_ID], APP_ID.upper(), ""),
        "exp": st.just(GOOD) | times,
        "nbf": st.just(GOOD) | times,
        "serviceurl": claim("https://smba.trafficmanager.net/emea/", "https://evil.example/"),
        **{name: st.just("x") | junk for name in ("iat", "sub", "jti", "tid", "appid")},
    },
)
FIELDS = some_of(
    {
        "type": st.sampled_from(("message", "invoke", "conversationUpdate", "installationUpdate", "event")) | junk,
        "name": st.sampled_from(("adaptiveCard/action", "signin/tokenExchange", "task/fetch")) | junk,
        "id": junk,
        "channelId": st.sampled_from(("msteams", "emulator")) | junk,
        "serviceUrl": st.sampled_from(("https://smba.trafficmanager.net/emea/", "https://evil.example/")) | junk,
        "from": st.fixed_dictionaries({"id": st.just("29:x") | junk, "aadObjectId": st.just(ANA) | junk}) | junk,
        "conversation": st.fixed_dictionaries(
            {
                "id": st.sampled_from(("a:x", "..", "a/../b")) | junk,
                "tenantId": st.sampled_from((TENANT, OTHER_TENANT)),
            },
            optional={"conversationType": st.sampled_from(("personal", "groupChat")) | junk},
        )
        | junk,
        "channelData": st.sampled_from((TENANT, OTHER_TENANT)).map(lambda tenant: {"tenant": {"id": tenant}}) | junk,
        "recipient": junk,
        "value": junk | junk.map(lambda data: {"action": {"type": "Action.Execute", "verb": "save", "data": data}}),
        "text": junk,
        "entities": junk
        | st.lists(st.fixed_dictionaries({"type": st.just("clientInfo"), "timezone": junk, "locale": junk})),
        "localTimezone": st.text(max_size=30) | junk,
        "locale": junk,
        "membersAdded": junk,
        "action": junk,
        "replyToId": junk,
    },
)


class Door:
    """The app under test, with an event loop to drive it from the outside."""

    def __init__(self, runner: asyncio.Runner, world: World) -> None:
        self._runner = runner
        self.world = world

    def post(self, body: bytes, authorization: str | None, **headers: str) -> int:
        """The status, within the limit."""
        began = time.monotonic()
        answer: ClientResponse = self._runner.run(self._post(body, authorization, headers))
        assert time.monotonic() - began < LIMIT_SECONDS
        assert answer.status in ANSWERS
        SEEN[str(answer.status)] += 1
        return answer.status

    async def _post(self, body: bytes, authorization: str | None, headers: Mapping[str, str]) -> ClientResponse:
        return await self.world.send(body, authorization=authorization, **headers)

    def token(self, claims: Mapping[str, object]) -> str:
        headers = {"kid": "first"}
        return jwt.api_jws.encode(json.dumps(claims).encode(), rsa_key("first"), algorithm="RS256", headers=headers)


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        world = runner.run(stack.enter_async_context(opened()))
        world.answers_with(TextAnswer(text="Well."))
        yield Door(runner, world)
        runner.run(stack.aclose())


def is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def are_right(claims: Mapping[str, Any]) -> bool:
    """What a token must say to be Teams', written down a second time."""
    now = time.time()
    return (
        claims.get("iss") == ISSUER
        and claims.get("aud") == APP_ID
        and is_time(claims.get("exp"))
        and claims["exp"] > now - LEEWAY - SLACK / 2
        and is_time(claims.get("nbf"))
        and claims["nbf"] <= now + LEEWAY + SLACK / 2
    )


def fits(claims: Mapping[str, Any], activity: Mapping[str, Any]) -> bool:
    """What an activity must be to become somebody's turn, written down a second time."""
    conversation, data, sender = (activity.get(part) for part in ("conversation", "channelData", "from"))
    if not isinstance(conversation, Mapping) or not isinstance(sender, Mapping):
        return False
    tenants = {conversation.get("tenantId") or TENANT}
    if isinstance(data, Mapping) and isinstance(data.get("tenant"), Mapping):
        tenants.add(data["tenant"].get("id") or TENANT)
    return (
        activity.get("channelId") == "msteams"
        and activity.get("serviceUrl") == claims.get("serviceurl")
        and {str(tenant).lower() for tenant in tenants} == {TENANT}
        and conversation.get("conversationType") in (None, "", "personal")
    )


@SETTINGS
@given(changes=CLAIMS)
@example(changes={"iss": GOOD, "aud": GOOD, "exp": GOOD, "nbf": GOOD, "serviceurl": GOOD})
@example(changes={"iss": GOOD, "aud": GOOD, "exp": "9999999999", "nbf": GOOD, "serviceurl": GOOD})
@example(changes={"iss": GOOD, "aud": GOOD, "exp": GOOD, "nbf": False, "serviceurl": GOOD})
def test_whatever_a_token_claims_only_the_exactly_right_ones_come_in(door: Door, changes: dict[str, object]) -> None:
    world = door.world
    claims = world.claims(**{name: said for name, said in changes.items() if said != GOOD})
    before = len(world.turns)
    status = door.post(json.dumps(world.message()).encode(), f"Bearer {door.token(claims)}")
    is_in = len(world.turns) > before
    SEEN["in"] += is_in
    assert is_in == (status == 202)
    if is_in:
        assert are_right(claims)
        assert claims["serviceurl"] == world.service_url
    if not are_right(claims):
        assert status == 401


@SETTINGS
@given(changes=FIELDS)
def test_whatever_an_activity_says_it_becomes_a_turn_only_where_it_fits_the_token(
    door: Door, changes: dict[str, Any]
) -> None:
    world = door.world
    activity = {**world.message(), **changes}
    before, calls = len(world.turns), len(world.connector.calls)
    door.post(json.dumps(activity).encode(), f"Bearer {door.token(world.claims())}")
    for turn in world.turns[before:]:
        SEEN["turns"] += 1
        assert fits(world.claims(), activity)
        assert turn.actor == f"{TENANT}:{activity['from']['aadObjectId'].lower()}"
    for call in world.connector.calls[calls:]:
        assert call.path.startswith("/teams/v3/conversations/"), call.path


@pytest.mark.parametrize("step", [".", ".."])
@pytest.mark.parametrize(
    "ids",
    [
        lambda step: {"conversation": {"id": step, "conversationType": "personal", "tenantId": TENANT}},
        lambda step: {"id": step},
        lambda step: {"replyToId": step},
    ],
    ids=["conversation", "activity", "replyToId"],
)
def test_an_id_that_would_lead_our_answer_elsewhere_is_refused_and_nothing_is_sent(
    door: Door, step: str, ids: Callable[[str], dict[str, Any]]
) -> None:
    world = door.world
    before, calls = len(world.turns), len(world.connector.calls)
    activity = {**world.message(), **ids(step)}
    assert door.post(json.dumps(activity).encode(), f"Bearer {door.token(world.claims())}") == 400
    assert (len(world.turns), len(world.connector.calls)) == (before, calls)


@SETTINGS
@given(body=st.binary(max_size=300) | junk.map(lambda value: json.dumps(value).encode()))
def test_whatever_bytes_come_they_are_refused_and_nobodys_turn(door: Door, body: bytes) -> None:
    before = len(door.world.turns)
    assert door.post(body, f"Bearer {door.token(door.world.claims())}") in {400, 403}
    assert len(door.world.turns) == before


@SETTINGS
@given(
    header=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=200)
    | st.lists(st.binary(max_size=60), min_size=1, max_size=4).map(
        lambda some: ".".join(jwt.utils.base64url_encode(part).decode() for part in some)
    )
    | junk.map(lambda value: jwt.utils.base64url_encode(json.dumps(value).encode()).decode() + ".e30.c2ln")
    | st.fixed_dictionaries(
        {"alg": junk | st.just("RS256"), "kid": junk | st.just("first")}, optional={"crit": junk, "b64": junk}
    ).map(lambda value: jwt.utils.base64url_encode(json.dumps(value).encode()).decode() + ".e30.c2ln")
)
def test_whatever_stands_in_the_place_of_a_token_nobody_comes_in(door: Door, header: str) -> None:
    world = door.world
    before, fetched = len(world.turns), world.issuer.fetched
    for authorization in (header, f"Bearer {header}"):
        assert door.post(b"{}", authorization.strip()) == 401
    assert len(world.turns) == before
    assert world.issuer.fetched <= fetched + 1


def test_enough_was_tried() -> None:
    """The tests above would say nothing if all were refused for the same reason."""
    if SEEN["in"] and SEEN["turns"]:  # not where a worker ran only some of them
        print(", ".join(f"{what} {times}" for what, times in sorted(SEEN.items())))  # noqa: T201  so that somebody can see it
        assert min(SEEN[what] for what in ("in", "turns", "400", "401", "403", "202")) >= 20
