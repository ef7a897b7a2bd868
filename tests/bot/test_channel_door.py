"""Who is let in, and that nothing runs for anybody else. The numbers are the rows of the attack table."""

from __future__ import annotations

import base64
import json
import logging
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.bot.channel_world import ANA, APP_ID, OTHER_TENANT, TENANT, World, jwk, opened, rsa_key

if TYPE_CHECKING:
    from collections.abc import Callable


async def test_a_person_with_a_good_token_is_heard(world: World) -> None:
    answer = await world.send(world.message())
    assert answer.status == 202
    assert len(world.turns) == 1


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _unsigned(world: World, algorithm: str) -> str:
    return f"Bearer {_part({'alg': algorithm, 'typ': 'JWT', 'kid': 'first'})}.{_part(world.claims())}."


def _hmac_with_public_key(world: World) -> str:
    public = rsa_key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    import hashlib  # noqa: PLC0415 - this one attack alone needs it
    import hmac  # noqa: PLC0415 - as above

    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'first'})}.{_part(world.claims())}"
    mac = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    return f"Bearer {signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def _deep_header() -> str:
    return "Bearer " + base64.urlsafe_b64encode(b"[" * 4000).decode() + ".e30.c2ln"


ROWS_1_AND_2: dict[str, Callable[[World], str | None]] = {
    "1 no header": lambda _: None,
    "1 empty": lambda _: "",
    "1 basic": lambda _: "Basic dTpw",
    "1 lower-case bearer": lambda world: f"bearer {world.token()}",
    "1 two spaces": lambda world: f"Bearer  {world.token()}",
    "1 only the word": lambda _: "Bearer ",
    "1 garbage": lambda _: "Bearer abc.def.ghi",
    "1 not three parts": lambda _: "Bearer garbage",
    "1 not ASCII": lambda _: "Bearer é.é.é",
    "1 20 kB": lambda _: "Bearer " + "a" * 7000 + "." + "a" * 1100 + ".",
    "1 deep header": lambda _: _deep_header(),
    "2 alg none": lambda world: _unsigned(world, "none"),
    "2 alg RS256 without a signature": lambda world: _unsigned(world, "RS256"),
    "2 HS256 with the public key": _hmac_with_public_key,
    "2 no kid": lambda world: f"Bearer {world.token(headers={})}",
    "2 unknown kid": lambda world: f"Bearer {world.token(headers={'kid': 'unknown'})}",
    "2 foreign signature": lambda world: f"Bearer {world.token(key='foreign', headers={'kid': 'first'})}",
}


@pytest.mark.parametrize("row", ROWS_1_AND_2)
async def test_nobody_comes_in_without_a_token_of_the_chat_service(world: World, row: str) -> None:
    answer = await world.send(world.message(), authorization=ROWS_1_AND_2[row](world))
    world.check_refused(answer.status, 401)


async def test_two_authorization_headers_are_none(world: World) -> None:
    headers = [("Authorization", f"Bearer {world.token()}"), ("Authorization", "Bearer x")]
    async with world.client.post(world.app.make_url("/api/messages"), json=world.message(), headers=headers) as answer:
        world.check_refused(answer.status, 401)


STARTED = int(time.time())
"""When the tests began, which may be long before one of them runs."""
ROWS_3_4_AND_7: dict[str, dict[str, Any]] = {
    "3 expired": {"exp": STARTED - 600},
    "3 not yet": {"nbf": STARTED + 86_400},
    "3 no exp": {"exp": None},
    "3 no nbf": {"nbf": None},
    "3 endless exp": {"exp": 1e400},
    "3 exp in words": {"exp": "tomorrow"},
    "4 wrong aud": {"aud": "somebody-else"},
    "4 no aud": {"aud": None},
    "4 list of aud": {"aud": [APP_ID, "somebody-else"]},
    "4 list of our aud alone": {"aud": [APP_ID]},
    "4 wrong iss": {"iss": "https://example.org"},
    "4 no iss": {"iss": None},
    "7 emulator": {"iss": f"https://sts.windows.net/{TENANT}/", "appid": APP_ID, "ver": "1.0"},
    "7 emulator v2": {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0", "azp": APP_ID, "ver": "2.0"},
}


@pytest.mark.parametrize("row", ROWS_3_4_AND_7)
async def test_a_token_for_another_time_or_place_opens_nothing(world: World, row: str) -> None:
    answer = await world.send(world.message(), authorization=f"Bearer {world.token(**ROWS_3_4_AND_7[row])}")
    world.check_refused(answer.status, 401)


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -100), ("nbf", 100)], ids=["just ended", "just ahead"])
async def test_clocks_may_differ_by_a_few_minutes(world: World, claim: str, seconds: int) -> None:
    changes: dict[str, Any] = {claim: int(time.time()) + seconds}
    answer = await world.send(world.message(), authorization=f"Bearer {world.token(**changes)}")
    assert answer.status == 202


ROW_5: dict[str, tuple[str | None, str | None]] = {
    "5 not the claim's": ("https://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net/amer/"),
    "5 absent in the activity": (None, "https://smba.trafficmanager.net/emea/"),
    "5 absent in the token": ("https://smba.trafficmanager.net/emea/", None),
    "5 absent in both": (None, None),
    "5 http": ("http://smba.trafficmanager.net/emea/",) * 2,
    "5 other host": ("https://evil.example/emea/",) * 2,
    "5 host as a subdomain": ("https://smba.trafficmanager.net.evil.example/",) * 2,
    "5 userinfo": ("https://smba.trafficmanager.net@evil.example/",) * 2,
    "5 userinfo before ours": ("https://evil:evil@smba.trafficmanager.net/",) * 2,
    "5 backslash": ("https://evil.example\\@smba.trafficmanager.net/",) * 2,
    "5 other port": ("https://smba.trafficmanager.net:8443/",) * 2,
    "5 no port at all": ("https://smba.trafficmanager.net:port/",) * 2,
    "5 fragment": ("https://smba.trafficmanager.net#/",) * 2,
    "5 broken brackets": ("https://[smba.trafficmanager.net/",) * 2,
    "5 loopback that nobody named": ("http://127.0.0.1:1/teams/",) * 2,
    "5 https loopback": ("https://127.0.0.1/",) * 2,
}


@pytest.mark.parametrize("row", ROW_5)
async def test_nothing_is_sent_to_an_address_that_is_not_the_chat_services(world: World, row: str) -> None:
    url, claimed = ROW_5[row]
    token = world.token(serviceurl=claimed)
    answer = await world.send(world.message(serviceUrl=url), authorization=f"Bearer {token}")
    world.check_refused(answer.status, 403)


@pytest.mark.parametrize("channel", [None, "emulator", "directline", "webchat", "MSTEAMS"])
async def test_6_only_teams_comes_in(world: World, channel: str | None) -> None:
    answer = await world.send(world.message(channelId=channel))
    world.check_refused(answer.status, 403)


async def test_6_a_key_that_may_not_sign_for_teams_opens_nothing(world: World) -> None:
    world.issuer.keys = [jwk("first", endorsements=("webchat",))]
    answer = await world.send(world.message())
    world.check_refused(answer.status, 403)


def _chat(tenant: str | None) -> dict[str, Any]:
    return {"id": "a:chat", "conversationType": "personal"} | ({"tenantId": tenant} if tenant else {})


ROW_8: dict[str, dict[str, Any]] = {
    "8 foreign": {"conversation": _chat(OTHER_TENANT), "channelData": {"tenant": {"id": OTHER_TENANT}}},
    "8 foreign in the conversation": {"conversation": _chat(OTHER_TENANT)},
    "8 foreign in the channel's data": {"channelData": {"tenant": {"id": OTHER_TENANT}}},
    "8 none": {"conversation": _chat(None), "channelData": {}},
}


@pytest.mark.parametrize("row", ROW_8)
async def test_people_of_another_organisation_stay_outside(world: World, row: str) -> None:
    answer = await world.send(world.message(**ROW_8[row]))
    world.check_refused(answer.status, 403)


@pytest.mark.parametrize("kind", ["message", "press"])
@pytest.mark.parametrize("person", [None, "", "a:b", "../ana", "x" * 65])
async def test_9_nobody_speaks_without_saying_who_they_are(world: World, kind: str, person: str | None) -> None:
    sender = {"id": "29:ana", "name": "Ana", **({} if person is None else {"aadObjectId": person})}
    answer = await world.send(getattr(world, kind)(**{"from": sender}))
    world.check_refused(answer.status, 403)


async def test_12_a_changed_signing_key_is_taken_after_one_refetch(world: World) -> None:
    assert (await world.send(world.message())).status == 202
    assert world.issuer.fetched == 1
    world.issuer.keys = [jwk("second")]
    for _ in range(3):
        answer = await world.send(world.message(), authorization=f"Bearer {world.token(key='second')}")
        assert answer.status == 202
    assert world.issuer.fetched == 2


async def test_keys_that_cannot_be_fetched_yet_let_nobody_in(world: World) -> None:
    world.issuer.broken = True
    answer = await world.send(world.message())
    world.check_refused(answer.status, 503)


async def test_the_log_tells_why_in_one_word_and_nothing_of_what_was_sent(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = world.token()
    sender = {"id": "29:ana", "name": "Ana"}
    await world.send(world.message("my secret", **{"from": sender}), authorization=f"Bearer {token}")
    await world.send(world.message("my secret"), authorization=f"Bearer {world.token(aud='else')}")
    assert "403 no-person" in caplog.text
    assert "401 InvalidAudienceError" in caplog.text
    assert "my secret" not in caplog.text
    assert token not in caplog.text
    assert jwt.get_unverified_header(token)["kid"] not in caplog.text


async def test_the_playground_comes_in_without_a_token_only_where_that_is_set() -> None:
    async with opened(tokenless_playground=True) as world:
        assert (await world.send(world.message(), authorization=None)).status == 202
        assert world.turns[0].actor == f"{TENANT}:{ANA}"
        elsewhere = world.message(serviceUrl="https://smba.trafficmanager.net/emea/")
        assert (await world.send(elsewhere, authorization=None)).status == 403
        assert (await world.send(world.message(), authorization="Bearer garbage")).status == 401
        assert (await world.send(world.message(), authorization="")).status == 401
        assert len(world.turns) == 1
