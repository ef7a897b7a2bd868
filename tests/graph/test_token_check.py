"""Only exactly the token that Teams gets for us, of this person, passes; whatever else comes is refused by a code."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.entra_keys import EntraKeys
from graph.token_check import CLIENTS, TokenCheck
from learning.errors import TokenRefused
from learning.people import object_id_of, tenant_of
from tests.graph.entra_world import ANA, Replica, World, entra_world
from tests.graph.small_graph import settings_for

GRAPH = "https://graph.microsoft.com"
NOW = 1_800_000_000.0
SETTINGS = settings_for("https://login.example")
GOOD: dict[str, Any] = {
    "aud": SETTINGS.client_id,
    "iss": f"{SETTINGS.authority}/v2.0",
    "tid": tenant_of(ANA),
    "oid": object_id_of(ANA),
    "exp": NOW + 3600,
    "nbf": NOW - 300,
    "iat": NOW - 300,
    "azp": "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
    "azpacr": "0",
    "scp": "access_as_user",
    "ver": "2.0",
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with entra_world(tmp_path) as world:
        yield world


@pytest.fixture
async def ours(world: World) -> Replica:
    return await world.replica()


CANNOT_PASS: dict[str, tuple[dict[str, Any], str]] = {
    "another person's": ({"person": "ben"}, "person"),
    "another tenant's": ({"tid": "11111111-0000-4000-8000-000000000000"}, "tenant"),
    "for Graph": ({"kind": "graph"}, "audience"),
    "for the app by its URI": ({"aud": "api://botid-x"}, "audience"),
    "several audiences": ({"aud": ["f0a11ea5-1ca1-4000-8000-0000000000b0", GRAPH]}, "audience"),
    "an id token": ({"kind": "id"}, "scope"),
    "app-only": ({"idtyp": "app", "scp": None, "roles": ["access_as_user"]}, "app-only"),
    "an unknown client": ({"azp": "00000000-0000-4000-8000-000000000000"}, "client"),
    "no client": ({"azp": None}, "client"),
    "version 1": ({"ver": "1.0"}, "version"),
    "version 1's issuer": ({"iss": "https://sts.windows.net/8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01/"}, "issuer"),
    "the bot's": ({"kind": "channel"}, "tenant"),
    "another scope": ({"scp": "access_as_user2 User.Read"}, "scope"),
    "expired": ({"exp": 1_600_000_000}, "expired"),
    "without an end": ({"exp": None}, "expired"),
    "not valid yet": ({"nbf": 4_000_000_000}, "not yet"),
    "of a foreign key": ({"key": "foreign"}, "key"),
}


@pytest.mark.parametrize("case", CANNOT_PASS)
async def test_attack_14_a_token_that_is_not_for_this_is_refused_before_entra_is_called(
    world: World, ours: Replica, case: str
) -> None:
    changed, reason = CANNOT_PASS[case]
    with pytest.raises(TokenRefused) as caught:
        await ours.sign_ins.exchange(ANA, await world.made(**changed))
    assert (caught.value.reason, caught.value.permanent) == (reason, True)
    assert ours.asked == []


@pytest.mark.parametrize("junk", [None, 7, [], b"x", "", "a.b", "a.b.c", "é" * 40, "x" * 20_000, f"{'A' * 6666}." * 3])
async def test_attack_14_what_is_no_token_at_all_is_refused(ours: Replica, junk: Any) -> None:
    with pytest.raises(TokenRefused) as caught:
        await ours.sign_ins.exchange(ANA, junk)
    assert (caught.value.reason, ours.asked) == ("shape", [])


async def test_attack_14_a_good_token_of_20_kilobytes_is_refused(world: World, ours: Replica) -> None:
    with pytest.raises(TokenRefused) as caught:
        await ours.sign_ins.exchange(ANA, await world.made(padding="x" * 20_000))
    assert caught.value.reason == "shape"


async def test_a_key_that_entra_changed_is_found(world: World, ours: Replica) -> None:
    await ours.sign_ins.exchange(ANA, await world.made())
    await world.local("entra/keys/entra", keeps_old=False)
    await ours.sign_ins.exchange(ANA, await world.made())


class OneKey(EntraKeys):
    """Knows one key already, and never asks for more."""

    def __init__(self) -> None:
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    async def find(self, key_id: str) -> Any:
        return self.private.public_key() if key_id == "known" else None


KEY = OneKey()
CHECK = TokenCheck(SETTINGS, KEY, clock=lambda: NOW)


def signed(claims: dict[str, Any], **header: Any) -> str:
    return jwt.encode(claims, KEY.private, algorithm="RS256", headers={"kid": "known"} | header)


def refusal(token: object) -> str | None:
    try:
        asyncio.run(CHECK.check(token, ANA))
    except TokenRefused as refused:
        return refused.reason
    return None


def test_the_good_one_passes() -> None:
    assert refusal(signed(GOOD)) is None


@pytest.mark.parametrize("client", sorted(CLIENTS))
def test_each_of_microsofts_clients_may_bring_it(client: str) -> None:
    assert refusal(signed(GOOD | {"azp": client})) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": NOW - 59}, None),
        ({"exp": NOW - 60}, "expired"),
        ({"nbf": NOW + 60}, None),
        ({"nbf": NOW + 61}, "not yet"),
        ({"nbf": True}, "not yet"),
        ({"exp": str(NOW + 3600)}, "expired"),
        ({"aud": SETTINGS.client_id.upper()}, None),
        ({"scp": "User.Read access_as_user"}, None),
        ({"idtyp": "user"}, None),
        ({"roles": ["Admin"]}, None),
    ],
)
def test_what_is_just_right_and_what_is_just_wrong(changed: dict[str, Any], reason: str | None) -> None:
    assert refusal(signed(GOOD | changed)) == reason


@pytest.mark.parametrize(
    "header",
    [
        {"kid": None},
        {"kid": 7},
        {"kid": ["known"]},
        {"kid": "k" * 300},
        {"alg": "rs256"},
        {"alg": None},
        {"crit": ["exp"]},
        {"b64": False},
        {"jwk": {}},
        {"jku": "https://x"},
    ],
)
def test_a_header_that_leads_elsewhere_is_refused(header: dict[str, Any]) -> None:
    said = json.dumps({"alg": "RS256", "kid": "known"} | header).encode()
    _, body, signature = signed(GOOD).split(".")
    assert refusal(f"{base64.urlsafe_b64encode(said).decode().rstrip('=')}.{body}.{signature}") == "header"


def test_a_refusal_repeats_nothing_of_the_token() -> None:
    with pytest.raises(TokenRefused) as caught:
        asyncio.run(CHECK.check(signed(GOOD | {"ver": "of-a-person"}), ANA))
    assert str(caught.value) == "a sign-in is refused: version"


def test_a_signature_by_another_way_or_key_is_refused() -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    good = signed(GOOD)
    head, body, signature = good.split(".")
    others = {
        jwt.encode(GOOD, "x" * 40, algorithm="HS256", headers={"kid": "known"}): "header",
        jwt.encode(GOOD, "", algorithm="none", headers={"kid": "known"}) + "AA": "header",
        jwt.encode(GOOD, KEY.private, algorithm="PS256", headers={"kid": "known"}): "header",
        jwt.encode(GOOD, stranger, algorithm="RS256", headers={"kid": "known"}): "signature",
        signed(GOOD, kid="another"): "key",
        f"{head}.{signed(GOOD | {'extra': 1}).split('.')[1]}.{signature}": "signature",
        f"{head}.{body}.{signature[:-8]}": "signature",
    }
    assert {token: refusal(token) for token in others} == others


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text("ab_ .2", max_size=12)
    | st.sampled_from([*CLIENTS, *(value for value in GOOD.values() if isinstance(value, str)), NOW, NOW + 7200]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)
DELETED = object()


def may_pass(name: str, value: Any) -> bool:  # noqa: PLR0911 - a case each
    """Whether a good token may say this of itself, as documented; written apart from how it is checked."""
    match name:
        case "exp":
            return type(value) in (int, float) and NOW - 60 < value < float("inf")
        case "nbf":
            return type(value) in (int, float) and float("-inf") < value <= NOW + 60
        case "aud" | "tid" | "oid":
            return isinstance(value, str) and value.lower() == GOOD[name]
        case "azp":
            return isinstance(value, str) and value.lower() in CLIENTS
        case "scp":
            return isinstance(value, str) and "access_as_user" in value.split(" ")
        case "iss" | "ver":
            return bool(value == GOOD[name])
        case "idtyp":
            return value is DELETED or value == "user"
        case _:
            return True


@settings(max_examples=1000)
@given(
    st.dictionaries(st.sampled_from([*GOOD, "idtyp", "roles", "appid"]), anything | st.just(DELETED), max_size=1)
    | st.dictionaries(st.sampled_from([*GOOD, "idtyp", "roles", "appid"]), anything | st.just(DELETED), max_size=4)
)
def test_whatever_is_claimed_only_exactly_right_tokens_pass(changed: dict[str, Any]) -> None:
    claims = {name: value for name, value in (GOOD | changed).items() if value is not DELETED}
    expected = all(may_pass(name, value) for name, value in changed.items())
    assert (CHECK.reason_against(claims, ANA) is None) is expected


@given(st.dictionaries(st.sampled_from([*GOOD, "idtyp"]), anything, max_size=2))
def test_whatever_is_signed_is_answered_by_a_code_or_passes(changed: dict[str, Any]) -> None:
    signed_as_is = jwt.PyJWS().encode(
        json.dumps(GOOD | changed).encode(), KEY.private, algorithm="RS256", headers={"kid": "known"}
    )
    assert refusal(signed_as_is) == CHECK.reason_against(GOOD | changed, ANA)
