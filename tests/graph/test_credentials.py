"""The app proves itself by secret, certificate or managed identity, and says what is wrong with a file."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from graph.credentials import Certificate, ManagedIdentity, Secret, read_certificate
from graph.tokens import CONNECTOR_SCOPE, GRAPH_SCOPE, AppTokens
from learning.errors import OutsideFailure
from tests.graph.entra_world import ANA, World, entra_world
from tests.graph.small_graph import Handler, always, listening, settings_for

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate_for(key: Key) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "learning")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now)
    made = builder.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


def pem_of(key: Key, password: bytes | None = None) -> str:
    locked = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked).decode()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with entra_world(tmp_path) as world:
        yield world


@pytest.fixture
def chain(tmp_path: Path) -> Certificate:
    """As it is read from a file of a chain, in which the key stands between certificates."""
    key, file = new_key(), tmp_path / "app.pem"
    file.write_text(certificate_for(new_key()) + pem_of(key) + certificate_for(key))
    return read_certificate(file)


def audience_of(token: str) -> str:
    return str(jwt.decode(token, options={"verify_signature": False})["aud"])


async def test_a_certificate_stands_for_the_app_and_for_people(world: World, chain: Certificate) -> None:
    await world.local("entra/certificates", pem=chain.certificate)
    ours = await world.replica(credential=chain)
    await ours.sign_ins.exchange(ANA, await world.made())
    assert await ours.tokens.again(ANA, refused=await ours.tokens.for_person(ANA), claims=None)
    [header] = {jwt.get_unverified_header(form["client_assertion"])["alg"] for form in ours.posted}
    assert (header, any("client_secret" in form for form in ours.posted)) == ("PS256", False)
    tokens = AppTokens(replace(world.settings, credential=chain))
    assert audience_of(await tokens.token()) == "https://graph.microsoft.com"
    await tokens.close()


async def test_a_certificate_that_is_not_registered_is_a_failure_for_good(world: World, chain: Certificate) -> None:
    tokens = AppTokens(replace(world.settings, credential=chain))
    with pytest.raises(OutsideFailure) as caught:
        await tokens.token()
    assert (caught.value.permanent, "700027" in str(caught.value)) == (True, True)
    await tokens.close()


def wrong_files() -> dict[str, str]:
    key, curve = new_key(), ec.generate_private_key(ec.SECP256R1())
    return {
        "no private key": certificate_for(key),
        "no certificate": pem_of(key),
        "does not belong": pem_of(key) + certificate_for(new_key()),
        "locked with a password": pem_of(key, b"secret-words") + certificate_for(key),
        "another kind than RSA": pem_of(curve) + certificate_for(curve),
    }


@pytest.mark.parametrize("reason", ["no private key", "no certificate", "does not belong", "locked", "another kind"])
def test_a_file_that_does_not_serve_is_refused_with_the_reason(tmp_path: Path, reason: str) -> None:
    file = tmp_path / "app.pem"
    file.write_text(next(text for said, text in wrong_files().items() if said.startswith(reason)))
    with pytest.raises(ValueError, match=reason):
        read_certificate(file)


def test_no_credential_shows_its_secret() -> None:
    shown = repr((Secret(value="secret-words"), Certificate(certificate="public", key="secret-words")))
    assert "secret-words" not in shown


async def test_a_managed_identity_speaks_for_the_bot_and_vouches_for_the_registration(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{world.standin.world.settings.http_address}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "this machine")
    identity = ManagedIdentity(client_id=world.settings.client_id)
    settings = replace(world.settings, credential=identity)
    found = {}
    for scope in (CONNECTOR_SCOPE, GRAPH_SCOPE):
        tokens = AppTokens(settings, scope)
        found[scope] = audience_of(await tokens.token())
        await tokens.close()
    assert found == {scope: scope.removesuffix("/.default") for scope in found}
    ours = await world.replica(credential=identity)
    await ours.sign_ins.exchange(ANA, await world.made())
    assert audience_of(ours.posted[0]["client_assertion"]) == "api://AzureADTokenExchange"
    assert await ours.tokens.for_person(ANA)


async def identity_answer(request: web.Request) -> web.Response:
    """As the metadata service of a virtual machine answers (IMDS)."""
    if request.headers.get("Metadata") != "true":
        return web.json_response({"error": "bad_request_102"}, status=400)
    resource = request.query["resource"]
    token = jwt.encode({"aud": resource, "of": request.query["client_id"]}, "k" * 40, algorithm="HS256")
    return web.json_response(
        {"access_token": token, "expires_in": "86399", "resource": resource, "token_type": "Bearer"}
    )


async def test_on_a_virtual_machine_the_metadata_service_is_asked_for_the_named_identity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with listening(identity_answer) as address:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", address)
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # never on the way to the machine itself
        settings = replace(settings_for("https://login.example"), credential=ManagedIdentity(client_id="the-bot"))
        tokens = AppTokens(settings, CONNECTOR_SCOPE)
        token = await tokens.token()
        await tokens.close()
    claims = jwt.decode(token, "k" * 40, algorithms=["HS256"], audience="https://api.botframework.com")
    assert claims["of"] == "the-bot"


@pytest.mark.parametrize(
    "handler",
    [
        always(400, {"error": "invalid_request", "error_description": "Identity not found"}),
        always(429, {"error": "too many"}, headers={"Retry-After": "3"}),
        always(503, {}),
        always(200, text="<h1>Hello</h1>"),
        always(200, {"statusCode": 500, "message": "secret-words"}),
    ],
)
async def test_a_machine_without_the_identity_is_a_failure_in_time(
    monkeypatch: pytest.MonkeyPatch, handler: Handler
) -> None:
    async with listening(handler) as address:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", address)
        settings = replace(settings_for("https://login.example"), credential=ManagedIdentity(client_id="the-bot"))
        tokens = AppTokens(settings, CONNECTOR_SCOPE)
        began = time.monotonic()
        with pytest.raises(OutsideFailure) as caught:
            await tokens.token()
        await tokens.close()
    assert (time.monotonic() - began < 3, "secret-words" in str(caught.value)) == (True, False)
