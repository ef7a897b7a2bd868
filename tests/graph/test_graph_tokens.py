from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp import web

from graph.settings import GraphSettings
from graph.tokens import CONNECTOR_SCOPE, AppTokens
from learning.errors import OutsideFailure
from learning.people import person_id
from tests.graph.small_graph import ANA, TENANT, Handler, settings_for

TOKEN = {"token_type": "Bearer", "expires_in": 3599, "access_token": "an-access-token"}
BEN = person_id(tenant=TENANT, object_id="b2000000-0000-4000-8000-000000000002")


@dataclass
class SmallEntra:
    """What was asked of the token endpoint, and the settings that lead there."""

    settings: GraphSettings
    grants: list[dict[str, Any]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0


@asynccontextmanager
async def small_entra(folder: Path, grant: Handler, *, discovery: Any = None) -> AsyncIterator[SmallEntra]:
    """An authority over HTTPS, as MSAL insists, with a certificate that only our settings trust."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    entra: SmallEntra

    async def discover(request: web.Request) -> web.Response:
        base = f"https://{request.host}/{TENANT}"
        found = {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }
        return web.json_response(found if discovery is None else discovery)

    async def token(request: web.Request) -> web.StreamResponse:
        entra.grants.append(dict(await request.post()))
        entra.at_once += 1
        entra.most_at_once = max(entra.most_at_once, entra.at_once)
        try:
            return await grant(request)
        finally:
            entra.at_once -= 1

    application = web.Application()
    application.add_routes(
        [
            web.get(f"/{TENANT}/v2.0/.well-known/openid-configuration", discover),
            web.post(f"/{TENANT}/oauth2/v2.0/token", token),
        ]
    )
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    settings = settings_for(f"https://localhost:{runner.addresses[0][1]}")
    entra = SmallEntra(settings=GraphSettings(**(vars(settings) | {"ca_file": folder / "ca.pem"})))
    try:
        yield entra
    finally:
        await runner.cleanup()


@asynccontextmanager
async def tokens_of(entra: SmallEntra, *, time_limit: float = 5.0) -> AsyncIterator[AppTokens]:
    tokens = AppTokens(entra.settings, time_limit=time_limit)
    try:
        yield tokens
    finally:
        await tokens.close()


def grants(status: int, body: Any, *, seconds: float = 0.0) -> Handler:
    async def answer(_request: web.Request) -> web.Response:
        await asyncio.sleep(seconds)
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html")
        return web.json_response(body, status=status)

    return answer


async def test_a_token_is_fetched_once_and_kept_for_everybody(tmp_path: Path) -> None:
    async with small_entra(tmp_path, grants(200, TOKEN)) as entra, tokens_of(entra) as tokens:
        assert await tokens.for_person(ANA) == "an-access-token"
        assert await tokens.for_person(BEN) == "an-access-token"
        [asked] = entra.grants
    assert (asked["grant_type"], asked["scope"]) == ("client_credentials", "https://graph.microsoft.com/.default")


async def test_the_chats_connector_gets_a_token_of_its_own(tmp_path: Path) -> None:
    async with small_entra(tmp_path, grants(200, TOKEN)) as entra:
        tokens = AppTokens(entra.settings, CONNECTOR_SCOPE)
        assert await tokens.token() == "an-access-token"
        await tokens.close()
        assert entra.grants[0]["scope"] == "https://api.botframework.com/.default"


async def test_many_who_need_the_first_token_share_one_flight(tmp_path: Path) -> None:
    async with small_entra(tmp_path, grants(200, TOKEN, seconds=0.2)) as entra, tokens_of(entra) as tokens:
        assert set(await asyncio.gather(*(tokens.for_person(ANA) for _ in range(20)))) == {"an-access-token"}
        assert (len(entra.grants), entra.most_at_once) == (1, 1)


async def test_the_loop_goes_on_while_a_token_is_fetched(tmp_path: Path) -> None:
    async with small_entra(tmp_path, grants(200, TOKEN, seconds=0.3)) as entra, tokens_of(entra) as tokens:
        # The server runs in the same loop: if the loop were blocked, no answer would ever come.
        assert await tokens.for_person(ANA)
    assert threading.current_thread() is threading.main_thread()


async def test_one_who_gives_up_waiting_leaves_the_flight_to_the_others(tmp_path: Path) -> None:
    async with small_entra(tmp_path, grants(200, TOKEN, seconds=0.3)) as entra, tokens_of(entra) as tokens:
        impatient = asyncio.create_task(tokens.for_person(ANA))
        patient = asyncio.create_task(tokens.for_person(BEN))
        await asyncio.sleep(0.05)
        impatient.cancel()
        assert await patient == "an-access-token"


@pytest.mark.parametrize(
    ("status", "body", "permanent", "needs_consent"),
    [
        (401, {"error": "invalid_client", "error_codes": [7000215], "error_description": "secret"}, True, False),
        (400, {"error": "unauthorized_client", "error_codes": [700016]}, True, False),
        (400, {"error": "invalid_grant", "error_codes": [65001]}, False, True),
        (400, {"error": "consent_required"}, False, True),
        (429, {"error": "temporarily_unavailable"}, False, False),
        (500, {"error": "server_error"}, False, False),
        (503, "<h1>Unavailable</h1>", False, False),
        (200, "<h1>Please sign in to the proxy</h1>", False, False),
        (200, [], False, False),
        (200, {"hello": "you"}, True, False),
    ],
)
async def test_a_refusal_is_a_typed_failure_without_entras_own_words(
    tmp_path: Path, status: int, body: Any, permanent: bool, needs_consent: bool
) -> None:
    async with small_entra(tmp_path, grants(status, body)) as entra, tokens_of(entra) as tokens:
        with pytest.raises(OutsideFailure) as caught:
            await tokens.for_person(ANA)
    assert (caught.value.permanent, caught.value.needs_consent) == (permanent, needs_consent)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("discovery", [[], {}, {"token_endpoint": 7, "authorization_endpoint": 7}, "x"])
async def test_an_authority_that_makes_no_sense_is_a_failure_and_is_asked_again_next_time(
    tmp_path: Path, discovery: Any
) -> None:
    async with small_entra(tmp_path, grants(200, TOKEN), discovery=discovery) as entra, tokens_of(entra) as tokens:
        for _ in range(2):
            with pytest.raises(OutsideFailure):
                await tokens.for_person(ANA)


async def test_a_slow_authority_ends_at_the_time_limit(tmp_path: Path) -> None:
    async with (
        small_entra(tmp_path, grants(200, TOKEN, seconds=2)) as entra,
        tokens_of(entra, time_limit=0.5) as tokens,
    ):
        with pytest.raises(OutsideFailure) as caught:
            await tokens.for_person(ANA)
    assert not caught.value.permanent


async def test_a_certificate_of_somebody_else_is_not_trusted_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    async with small_entra(tmp_path, grants(200, TOKEN)) as entra:
        async with tokens_of(entra) as tokens:
            assert await tokens.for_person(ANA)
        entra.settings = GraphSettings(**(vars(entra.settings) | {"ca_file": other}))
        async with tokens_of(entra) as tokens:
            with pytest.raises(OutsideFailure):
                await tokens.for_person(ANA)


async def test_somebody_of_another_organisation_gets_no_token(tmp_path: Path) -> None:
    async with small_entra(tmp_path, grants(200, TOKEN)) as entra, tokens_of(entra) as tokens:
        with pytest.raises(OutsideFailure) as caught:
            await tokens.for_person(person_id(tenant="another", object_id="x"))
        assert entra.grants == []
    assert caught.value.permanent


async def test_no_log_shows_the_secret_or_the_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with small_entra(tmp_path, grants(200, TOKEN)) as entra, tokens_of(entra) as tokens:
        await tokens.for_person(ANA)
        assert "a-secret-nobody-may-read" not in repr(entra.settings)
    assert "a-secret-nobody-may-read" not in caplog.text
    assert "an-access-token" not in caplog.text


async def test_entra_is_left_alone_for_as_long_as_it_asks(tmp_path: Path) -> None:
    async def busy(_request: web.Request) -> web.Response:
        return web.json_response({"error": "temporarily_unavailable"}, status=429, headers={"Retry-After": "1"})

    async with small_entra(tmp_path, busy) as entra, tokens_of(entra) as tokens:
        for _ in range(5):
            with pytest.raises(OutsideFailure) as caught:
                await tokens.for_person(ANA)
            assert caught.value.retry_after == timedelta(seconds=1)
        assert len(entra.grants) == 1
        await asyncio.sleep(1.05)
        with pytest.raises(OutsideFailure):
            await tokens.for_person(ANA)
        assert len(entra.grants) == 2


async def test_a_refused_token_of_the_app_is_fetched_anew(tmp_path: Path) -> None:
    numbers = count(1)

    async def next_one(_request: web.Request) -> web.Response:
        return web.json_response(TOKEN | {"access_token": f"token-{next(numbers)}"})

    async with small_entra(tmp_path, next_one) as entra, tokens_of(entra) as tokens:
        assert await tokens.for_person(ANA) == "token-1"
        assert await tokens.again(ANA, refused="token-1", claims=None) == "token-2"
        assert await tokens.again(BEN, refused="token-1", claims=None) == "token-2"
        assert await tokens.again(ANA, refused="token-2", claims='{"access_token":{"x":null}}') == "token-3"
        assert await tokens.for_person(BEN) == "token-3"


async def test_a_token_that_still_serves_is_used_on_while_entra_is_away(tmp_path: Path) -> None:
    answers = [grants(200, TOKEN | {"expires_in": 90_000, "refresh_in": -1}), grants(503, {})]

    async def first_well(request: web.Request) -> web.StreamResponse:
        return await (answers.pop(0) if len(answers) > 1 else answers[0])(request)

    async with small_entra(tmp_path, first_well) as entra, tokens_of(entra) as tokens:
        assert await tokens.token() == "an-access-token"
        tokens._kept = ("", 0.0)  # as a minute later
        assert await tokens.token() == "an-access-token"
        assert len(entra.grants) == 2
