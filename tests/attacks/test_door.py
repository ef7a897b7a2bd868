"""Rows 1 to 9 and 12: who knocks at the chat's door without being sent by Teams for our organisation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.local_run import APP_ID, TENANT
from tests.attacks.attacker import LEAVES_OUT, OTHER_TENANT, Attacker

Header = Callable[[Attacker], str | None]
EMULATORS_TENANT = "d6d49420-f39b-4df7-a1dc-d59a935871db"


def is_turned_away(attacker: Attacker, activity: Mapping[str, Any], status: int, authorization: str | None) -> None:
    """The door says so at once, without a word about why, and nothing was kept of who knocked."""
    before = attacker.people()
    reply = attacker.sends(activity, authorization)
    assert (reply.status, reply.body) == (status, b"")
    assert attacker.people() == before
    assert reply.seconds < 8


def test_whom_teams_sends_is_let_in(attacker: Attacker) -> None:
    """Otherwise every other test here would say nothing."""
    activity = attacker.message()
    assert attacker.sends(activity).status == 202
    assert attacker.knows(activity)


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(attacker: Attacker, algorithm: str) -> str:
    header = part({"alg": algorithm, "typ": "JWT", "kid": attacker.channel_key().kid})
    return f"Bearer {header}.{part(attacker.claims())}."


def signed_with_the_public_key(attacker: Attacker) -> str:
    key = attacker.channel_key()
    secret = key.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': key.kid})}.{part(attacker.claims())}"
    mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"Bearer {signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def with_another_signature(attacker: Attacker) -> str:
    body, _, signature = attacker.token().rpartition(".")
    return f"Bearer {body}.{signature[::-1]}"


def with_other_claims(attacker: Attacker) -> str:
    header, _, signature = attacker.token().split(".")
    return f"Bearer {header}.{part(attacker.claims(serviceurl='https://smba.trafficmanager.net/emea/'))}.{signature}"


ROW_1: dict[str, Header] = {
    "no header": lambda _: None,
    "empty": lambda _: "",
    "basic": lambda _: "Basic dTpw",
    "lower-case bearer": lambda attacker: f"bearer {attacker.token()}",
    "only the word": lambda _: "Bearer ",
    "a token without the word": lambda attacker: attacker.token(),
    "garbage": lambda _: "Bearer abc.def.ghi",
    "20 kB": lambda _: f"Bearer {'a' * 7000}",
    "deep header": lambda _: f"Bearer {base64.urlsafe_b64encode(b'[' * 4000).decode()}.e30.c2ln",
}


@pytest.mark.parametrize("way", ROW_1)
def test_row_1_nobody_comes_in_without_a_token(attacker: Attacker, way: str) -> None:
    is_turned_away(attacker, attacker.message(), 401, ROW_1[way](attacker))


ROW_2: dict[str, Header] = {
    "alg none": lambda attacker: unsigned(attacker, "none"),
    "alg None": lambda attacker: unsigned(attacker, "None"),
    "RS256 without a signature": lambda attacker: unsigned(attacker, "RS256"),
    "HS256 with the public key": signed_with_the_public_key,
    "no kid": lambda attacker: f"Bearer {attacker.forged()}",
    "unknown kid": lambda attacker: f"Bearer {attacker.forged(kid='unknown')}",
    "foreign signature": lambda attacker: f"Bearer {attacker.forged(kid=attacker.channel_key().kid)}",
    "Entra's key": lambda attacker: f"Bearer {attacker.entra_key().sign(attacker.claims())}",
    "signature turned round": with_another_signature,
    "another token's signature": with_other_claims,
}


@pytest.mark.parametrize("way", ROW_2)
def test_row_2_a_token_that_teams_did_not_sign_opens_nothing(attacker: Attacker, way: str) -> None:
    is_turned_away(attacker, attacker.message(), 401, ROW_2[way](attacker))


ROWS_3_AND_4: dict[str, Callable[[int], dict[str, Any]]] = {
    "expired": lambda now: {"exp": now - 360},
    "not yet": lambda now: {"nbf": now + 1200},
    "no exp": lambda _: {"exp": LEAVES_OUT},
    "no nbf": lambda _: {"nbf": LEAVES_OUT},
    "exp in words": lambda _: {"exp": "tomorrow"},
    "endless exp": lambda _: {"exp": float("inf")},
    "wrong aud": lambda _: {"aud": "somebody-else"},
    "no aud": lambda _: {"aud": LEAVES_OUT},
    "list of aud": lambda _: {"aud": [APP_ID, "somebody-else"]},
    "list of our aud alone": lambda _: {"aud": [APP_ID]},
    "wrong iss": lambda _: {"iss": "https://example.org"},
    "no iss": lambda _: {"iss": LEAVES_OUT},
    "list of iss": lambda _: {"iss": ["https://api.botframework.com"]},
}


@pytest.mark.parametrize("way", ROWS_3_AND_4)
def test_rows_3_and_4_a_token_for_another_time_or_place_opens_nothing(attacker: Attacker, way: str) -> None:
    token = attacker.token(**ROWS_3_AND_4[way](int(time.time())))
    is_turned_away(attacker, attacker.message(), 401, f"Bearer {token}")


@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    """An address of the attacker's own, which sees whether anybody comes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        yield listening


TEAMS = "https://smba.trafficmanager.net/emea/"
ROW_5: dict[str, tuple[str, str]] = {
    "not the claim's": ("https://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net/amer/"),
    "absent in the activity": ("", TEAMS),
    "absent in the token": (TEAMS, ""),
    "absent in both": ("", ""),
    "http": ("http://smba.trafficmanager.net/emea/",) * 2,
    "other host": ("https://evil.example/emea/",) * 2,
    "host as a subdomain": ("https://smba.trafficmanager.net.evil.example/",) * 2,
    "userinfo": ("https://smba.trafficmanager.net@evil.example/",) * 2,
    "userinfo before ours": ("https://evil:evil@smba.trafficmanager.net/",) * 2,
    "other port": ("https://smba.trafficmanager.net:8443/",) * 2,
    "loopback that nobody named": ("http://127.0.0.1:{port}/teams/",) * 2,
    "loopback by name": ("http://localhost:{port}/teams/",) * 2,
    "https loopback": ("https://127.0.0.1:{port}/",) * 2,
}


@pytest.mark.parametrize("way", ROW_5)
def test_row_5_nothing_is_sent_to_an_address_that_is_not_teams(
    attacker: Attacker, elsewhere: socket.socket, way: str
) -> None:
    url, claimed = (text.format(port=elsewhere.getsockname()[1]) or LEAVES_OUT for text in ROW_5[way])
    token = attacker.token(serviceurl=claimed)
    is_turned_away(attacker, attacker.message(text="help", serviceUrl=url), 403, f"Bearer {token}")
    if "port" in ROW_5[way][0]:
        with pytest.raises(TimeoutError):
            elsewhere.accept()


@pytest.mark.parametrize("channel", [LEAVES_OUT, "emulator", "directline", "webchat", "MSTEAMS"], ids=str)
def test_row_6_only_teams_comes_in(attacker: Attacker, channel: object) -> None:
    is_turned_away(attacker, attacker.message(channelId=channel), 403, "good")


def emulators_tokens(attacker: Attacker) -> Iterator[str]:
    """What the stock SDK lets in: tokens of the emulator's organisation, or of ours, for the app's own id."""
    for tenant in (EMULATORS_TENANT, TENANT):
        for issuer in (f"https://sts.windows.net/{tenant}/", f"https://login.microsoftonline.com/{tenant}/v2.0"):
            for version, name in (("1.0", "appid"), ("2.0", "azp")):
                claims = attacker.claims(iss=issuer, tid=tenant, ver=version) | {name: APP_ID}
                yield attacker.entra_key().sign(claims)
                yield attacker.channel_key().sign(claims)


def test_row_7_the_apps_own_token_is_not_teams(attacker: Attacker) -> None:
    for token in emulators_tokens(attacker):
        is_turned_away(attacker, attacker.message(), 401, f"Bearer {token}")


def chat_of(tenant: str | None) -> dict[str, Any]:
    chat = {"id": "a:chat", "conversationType": "personal"}
    return chat | ({"tenantId": tenant} if tenant else {})


ROW_8: dict[str, dict[str, Any]] = {
    "foreign": {"conversation": chat_of(OTHER_TENANT), "channelData": {"tenant": {"id": OTHER_TENANT}}},
    "foreign in the conversation": {"conversation": chat_of(OTHER_TENANT)},
    "foreign in the channel's data": {"channelData": {"tenant": {"id": OTHER_TENANT}}},
    "none": {"conversation": chat_of(None), "channelData": {}},
}


@pytest.mark.parametrize("way", ROW_8)
def test_row_8_people_of_another_organisation_stay_outside(attacker: Attacker, way: str) -> None:
    is_turned_away(attacker, attacker.message(**ROW_8[way]), 403, "good")


@pytest.mark.parametrize("person", [None, "", "a:b", "../ana", "x" * 65, "a b", "%2e"])
@pytest.mark.parametrize("kind", ["message", "invoke"])
def test_row_9_nobody_speaks_without_saying_who_they_are(attacker: Attacker, kind: str, person: str | None) -> None:
    sender = {"id": "29:x", "name": "Nobody"} | ({} if person is None else {"aadObjectId": person})
    changes: dict[str, Any] = {"type": kind, "name": "adaptiveCard/action", "from": sender}
    activity = attacker.message(**changes)
    is_turned_away(attacker, activity, 403, "good")


def test_row_10_a_doubled_activity_runs_once_and_the_repeat_gets_the_first_answer(attacker: Attacker) -> None:
    """Of a stolen token's body nothing can be checked: it is kept out of logs, and what it sends twice runs once."""
    activity = attacker.press_of("dan", "no_such_verb", {}, id=uuid.uuid4().hex)
    first, again = attacker.sends(activity), attacker.sends(activity)
    assert first.status == 200
    assert (first.status, first.body) == (again.status, again.body)


def test_row_10_the_token_of_the_chat_opens_no_other_door(attacker: Attacker) -> None:
    """Nothing but the chat is reached with it: whoever stole it links no calendar, reads no health in detail."""
    headers = {"Authorization": f"Bearer {attacker.token()}"}
    for path in ("/", "/sign-in/callback", "/sign-in/start", "/api", "/metrics"):
        assert attacker.asks("GET", path, headers=headers).status in {400, 403, 404, 405}


def test_a_made_up_key_id_does_not_make_us_hammer_microsoft(attacker: Attacker) -> None:
    for number in range(50):
        reply = attacker.sends(attacker.message(), f"Bearer {attacker.forged(kid=f'made-up-{number}')}")
        assert reply.status == 401
    assert attacker.sends(attacker.message()).status == 202
