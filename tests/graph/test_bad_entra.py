"""Whatever an Entra answers that it never should, nothing is kept that is not exactly the person's."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from cryptography.fernet import Fernet
from msal import TokenCache

from graph.delegated_tokens import SCOPES, PersonTokens
from graph.entra import Entra
from graph.entra_answers import refusal_in
from graph.entra_keys import EntraKeys
from graph.kept_tokens import KeptTokens
from graph.sealing import Seal
from graph.sign_in import EntraSignIns
from graph.token_check import TokenCheck
from learning.connection import WhyNot
from learning.errors import OutsideFailure, SignInNeeded, TokenRefused
from learning.people import object_id_of, tenant_of
from storage.runner import WorkRunner
from storage.token_rows import SqlTokenRows
from tests.graph.small_graph import ANA, Handler, settings_for
from tests.graph.test_graph_tokens import SmallEntra, small_entra
from tests.work_fixture import storage_on_sqlite

CALLBACK = "http://localhost:3978/sign-in/callback"
CLIENT = settings_for("https://login.example").client_id


def encoded(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def answer(nonce: str | None, **changed: Any) -> dict[str, Any]:
    """A token answer for Ana; `changed` replaces parts of it, or claims of its id token."""
    claims = {"aud": CLIENT, "tid": tenant_of(ANA), "oid": object_id_of(ANA), "sub": "s", "exp": 9_000_000_000}
    claims |= {"nonce": nonce} | {name: changed.pop(name) for name in list(changed) if name in claims}
    whole = {
        "token_type": "Bearer",
        "expires_in": 3599,
        "access_token": "an-access-token",
        "refresh_token": "a-refresh-token",
        "scope": " ".join(SCOPES),
        "id_token": f"{encoded({'alg': 'RS256'})}.{encoded(claims)}.x",
        "client_info": encoded({"uid": object_id_of(ANA), "utid": tenant_of(ANA)}),
    }
    return {name: value for name, value in (whole | changed).items() if value is not None}


@asynccontextmanager
async def ours(entra: SmallEntra) -> AsyncIterator[tuple[EntraSignIns, PersonTokens, SqlTokenRows]]:
    with storage_on_sqlite() as engine:
        runner, client, keys = WorkRunner(engine), Entra(entra.settings, time_limit=5), EntraKeys(entra.settings)
        rows = SqlTokenRows(runner, lambda: datetime.now(UTC))
        kept = KeptTokens(rows, Seal([Fernet.generate_key().decode()]))
        try:
            sign_ins = EntraSignIns(client, kept, TokenCheck(entra.settings, keys), callback=CALLBACK)
            yield sign_ins, PersonTokens(client, kept), rows
        finally:
            await client.close()
            await keys.close()
            await runner.close()


class Script:
    """Answers a code by what it is told, with the nonce of the sign-in unless told otherwise."""

    def __init__(
        self, body: Any = None, status: int = 200, headers: dict[str, str] | None = None, **changed: Any
    ) -> None:
        self._body, self._status, self._headers, self._changed = body, status, headers, changed
        self.nonce = ""

    async def __call__(self, _request: web.Request) -> web.Response:
        body = answer(self._changed.pop("nonce", self.nonce), **self._changed) if self._body is None else self._body
        if isinstance(body, str):
            return web.Response(status=self._status, text=body)
        return web.json_response(body, status=self._status, headers=self._headers)


async def sign_in(entra: SmallEntra, script: Script) -> bool:
    """Whether something is kept after Ana signed in. Raises what finishing raised."""
    async with ours(entra) as (sign_ins, tokens, rows):
        begun = await sign_ins.begin(ANA)
        script.nonce = parse_qs(urlsplit(begun.url).query)["nonce"][0]
        try:
            await sign_ins.finish(ANA, begun.flow, {"code": "c", "state": begun.state})
        except OutsideFailure:
            assert await rows.load(ANA) is None
            raise
        return await tokens.for_person(ANA) == "an-access-token"


async def test_a_right_answer_is_kept(tmp_path: Path) -> None:
    script = Script()
    async with small_entra(tmp_path, script) as entra:
        assert await sign_in(entra, script)
    [asked] = entra.grants
    assert len(hashlib.sha256(asked["code_verifier"].encode()).digest()) == 32


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"oid": "b2000000-0000-4000-8000-000000000002"}, "person"),
        ({"tid": "11111111-0000-4000-8000-000000000000"}, "person"),
        ({"oid": None}, "person"),
        ({"oid": ["a1000000-0000-4000-8000-000000000001"]}, "person"),
        ({"aud": "another-app"}, "audience"),
        ({"id_token": None}, "person"),
    ],
)
async def test_an_id_token_that_is_not_this_persons_for_this_sign_in_is_refused(
    tmp_path: Path, changed: dict[str, Any], reason: str
) -> None:
    script = Script(**changed)
    async with small_entra(tmp_path, script) as entra:
        with pytest.raises(TokenRefused) as caught:
            await sign_in(entra, script)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "script",
    [
        Script("<h1>Please sign in to the proxy</h1>"),
        Script("[" * 100_000),
        Script([]),
        Script({}),
        Script("x" * 1_100_000),
        Script({"access_token": 7}),
        Script({"access_token": "t", "id_token": "no.id.token"}),
        Script(answer("x"), status=302, headers={"Location": "https://elsewhere.example"}),
        Script({"error": "invalid_client", "error_description": "secret-words", "error_codes": ["x", 7]}, status=401),
    ],
)
async def test_nonsense_is_a_failure_that_repeats_nothing_of_it(tmp_path: Path, script: Script) -> None:
    async with small_entra(tmp_path, script) as entra:
        with pytest.raises(OutsideFailure) as caught:
            await sign_in(entra, script)
    assert "secret-words" not in str(caught.value)


async def test_a_success_with_retry_after_is_handed_to_nobody_else(tmp_path: Path) -> None:
    """With one MSAL application for two people, the second would be given the first one's answer."""
    given = []

    async def each(request: web.Request) -> web.Response:
        given.append(dict(await request.post()))
        return web.json_response(answer(None, access_token=f"token-{len(given)}"), headers={"Retry-After": "60"})

    async with small_entra(tmp_path, each) as entra:
        client = Entra(entra.settings)
        answers = [
            await client.run(
                lambda: client.application(TokenCache()).acquire_token_on_behalf_of("assertion", list(SCOPES))
            )
            for _ in range(2)
        ]
        await client.close()
    assert [found["access_token"] for found in answers] == ["token-1", "token-2"]


def refusing(**more: Any) -> dict[str, Any]:
    return {"error": "invalid_grant", "error_description": "secret-words"} | more


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (refusing(error_codes=[50173], suberror="bad_token"), WhyNot.ENDED),
        (refusing(error_codes=[700082], suberror="token_expired"), WhyNot.ENDED),
        (refusing(error_codes=[50057]), WhyNot.ENDED),
        (refusing(error_codes=[50053]), WhyNot.ENDED),
        (refusing(suberror="user_password_expired"), WhyNot.ENDED),
        (refusing(), WhyNot.ENDED),
        (refusing(error_codes=[65001], suberror="consent_required"), WhyNot.NOT_ALLOWED),
        (refusing(error="consent_required"), WhyNot.NOT_ALLOWED),
        *((refusing(error_codes=[code]), WhyNot.NOT_ALLOWED) for code in (90093, 90094, 90095, 900941)),
        (refusing(error="interaction_required", error_codes=[50076]), WhyNot.MORE_PROOF),
        (refusing(error_codes=[50076], suberror="basic_action", claims="{}"), WhyNot.MORE_PROOF),
        (refusing(error_codes=[53003], suberror="message_only"), WhyNot.MORE_PROOF),
        (refusing(error="access_denied", error_description="AADSTS90094: An administrator"), WhyNot.NOT_ALLOWED),
    ],
)
def test_each_refusal_of_entra_has_one_reason(said: dict[str, Any], why: WhyNot) -> None:
    failure = refusal_in(said)
    assert isinstance(failure, SignInNeeded)
    assert failure.why is why
    assert "secret-words" not in str(failure)


@pytest.mark.parametrize(
    ("said", "permanent"),
    [
        ({"error": "temporarily_unavailable"}, False),
        ({"error": "server_error"}, False),
        ({"error": "invalid_client", "error_codes": [7000215]}, True),
        ({"error": "unauthorized_client"}, True),
        ({"error": "Something <else>"}, True),
        ({}, True),
    ],
)
def test_what_is_not_the_persons_to_mend_is_no_matter_of_signing_in(said: dict[str, Any], permanent: bool) -> None:
    failure = refusal_in(said)
    assert not isinstance(failure, SignInNeeded)
    assert failure.permanent is permanent
    assert "<else>" not in str(failure)


async def test_an_answer_that_drips_ends_at_the_time_limit(tmp_path: Path) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b" ")
            await asyncio.sleep(0.05)
        return response

    handler: Handler = drip
    async with small_entra(tmp_path, handler) as entra:
        client = Entra(entra.settings, time_limit=0.4)
        with pytest.raises(OutsideFailure):
            await client.run(lambda: client.application(TokenCache()).acquire_token_for_client(scopes=["x/.default"]))
        began = asyncio.get_running_loop().time()
        await client.close()
    assert asyncio.get_running_loop().time() - began < 1
