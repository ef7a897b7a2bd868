"""How the app proves itself without a secret, and what new signing keys do."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from standin.people import TENANT_ID
from standin.world import LOCAL_APP_ID
from tests.standin.local_entra import Microsoft, microsoft

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

GRAPH_SCOPE = "https://graph.microsoft.com/.default"
EXCHANGE = "api://AzureADTokenExchange"


@pytest.fixture
async def entra(tmp_path: Path) -> AsyncIterator[Microsoft]:
    async with microsoft(tmp_path) as running:
        yield running


def certificate() -> tuple[str, str]:
    """A new certificate and its key, both in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Learning Cycles")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM).decode(), private.decode()


async def for_itself(entra: Microsoft, credential: Any) -> dict[str, Any]:
    """What the app gets with this credential."""
    return await entra.msal(lambda app: app.acquire_token_for_client([GRAPH_SCOPE]), client_credential=credential)


async def test_an_app_proves_itself_by_a_registered_certificate_also_after_a_restart(tmp_path: Path) -> None:
    public, private = certificate()
    credential = {"private_key": private, "public_certificate": public}
    async with microsoft(tmp_path) as entra:
        refused = await for_itself(entra, credential)
        assert (refused["error"], refused["error_codes"]) == ("invalid_client", [700027])
        thumbprint = (await entra.local("certificates", {"pem": public}))["thumbprint"]
    async with microsoft(tmp_path) as entra:
        assert "access_token" in await for_itself(entra, credential)
        assert "access_token" in await for_itself(entra, {"private_key": private, "thumbprint": thumbprint})
        token = await entra.sso()
        assert "refresh_token" in await entra.on_behalf_of(token, client_credential=credential)


async def test_another_key_with_the_certificates_thumbprint_proves_nothing(entra: Microsoft) -> None:
    public, _ = certificate()
    _, stranger = certificate()
    thumbprint = (await entra.local("certificates", {"pem": public}))["thumbprint"]
    refused = await for_itself(entra, {"private_key": stranger, "thumbprint": thumbprint})
    assert refused["error_codes"] == [700027]


@pytest.mark.parametrize(
    ("claims", "number"),
    [({"aud": "https://elsewhere.example"}, 700023), ({"exp": 1_700_000_000}, 700024), ({"sub": "another"}, 700021)],
)
async def test_an_assertion_must_be_for_here_fresh_and_the_apps_own(
    entra: Microsoft, claims: dict[str, Any], number: int
) -> None:
    public, private = certificate()
    await entra.local("certificates", {"pem": public})
    address = f"{entra.graph.address}/{TENANT_ID}/oauth2/v2.0/token"
    now = int(dt.datetime.now(dt.UTC).timestamp())
    own = {"aud": address, "iss": LOCAL_APP_ID, "sub": LOCAL_APP_ID, "exp": now + 60, "jti": "1"} | claims
    thumbprint = x509.load_pem_x509_certificate(public.encode()).fingerprint(hashes.SHA256())
    header = {"x5t#S256": jwt.utils.base64url_encode(thumbprint).decode()}
    signed = jwt.encode(own, private, algorithm="PS256", headers=header)
    refused = await for_itself(entra, {"client_assertion": lambda: signed})
    assert (refused["error"], refused["error_codes"]) == ("invalid_client", [number])


async def identity_token(entra: Microsoft, resource: str) -> str:
    """What the machine gives its managed identity."""
    address = f"{entra.standin.world.settings.http_address}/msi/token"
    query = {"api-version": "2019-08-01", "resource": resource}
    async with entra.graph.session.get(address, params=query, headers={"X-IDENTITY-HEADER": "h"}) as answer:
        assert answer.status == 200
        return str((await answer.json())["access_token"])


async def test_a_managed_identity_stands_for_the_app(entra: Microsoft) -> None:
    token = await identity_token(entra, EXCHANGE)
    credential = {"client_assertion": lambda: token}
    assert "access_token" in await for_itself(entra, credential)
    assert "refresh_token" in await entra.on_behalf_of(await entra.sso(), client_credential=credential)


async def test_a_managed_identity_reaches_the_connector_by_itself(entra: Microsoft) -> None:
    token = await identity_token(entra, "https://api.botframework.com")
    claims = entra.standin.world.issuer.check_bearer(f"Bearer {token}", "https://api.botframework.com")
    assert claims["appid"] == LOCAL_APP_ID


async def test_a_token_of_the_identity_for_something_else_does_not_stand_for_the_app(entra: Microsoft) -> None:
    other = await identity_token(entra, "https://graph.microsoft.com")
    refused = await for_itself(entra, {"client_assertion": lambda: other})
    assert (refused["error"], refused["error_codes"]) == ("invalid_client", [700212])


async def published(entra: Microsoft, path: str) -> list[str]:
    """The ids of the keys that stand at this address."""
    async with entra.graph.session.get(f"{entra.graph.address}{path}") as answer:
        return [key["kid"] for key in (await answer.json())["keys"]]


@pytest.mark.parametrize(
    ("issuer", "path", "kind"),
    [
        ("entra", f"/{TENANT_ID}/discovery/v2.0/keys", "sso"),
        ("channel", "/botframework/v1/.well-known/keys", "channel"),
    ],
)
async def test_a_new_signing_key_is_published_beside_the_old_one_or_alone(
    entra: Microsoft, issuer: str, path: str, kind: str
) -> None:
    first = await published(entra, path)
    await entra.local(f"keys/{issuer}", {})
    both = await published(entra, path)
    assert both[1:] == first
    token = (await entra.local("tokens", {"kind": kind}))["token"]
    assert jwt.get_unverified_header(token)["kid"] == both[0]
    await entra.local(f"keys/{issuer}", {"keeps_old": False})
    (alone,) = await published(entra, path)
    assert alone not in both


async def test_what_an_old_key_signed_is_good_while_that_key_is_published(entra: Microsoft) -> None:
    token = await entra.sso()
    await entra.local("keys/entra", {"keeps_old": True})
    tokens = await entra.on_behalf_of(token)
    entra.graph.token = tokens["access_token"]
    assert (await entra.graph.call("GET", "/v1.0/me")).status == 200
    await entra.local("keys/entra", {"keeps_old": False})
    assert (await entra.on_behalf_of(token))["error_codes"] == [50013]
    assert (await entra.graph.call("GET", "/v1.0/me")).status == 401
    assert "access_token" in await entra.refresh(tokens)


async def test_keys_that_were_renewed_stay_so_after_a_restart(tmp_path: Path) -> None:
    path = f"/{TENANT_ID}/discovery/v2.0/keys"
    async with microsoft(tmp_path) as entra:
        await entra.local("keys/entra", {})
        both = await published(entra, path)
    async with microsoft(tmp_path) as entra:
        assert await published(entra, path) == both


async def test_a_folder_from_before_there_were_several_keys_keeps_its_key(tmp_path: Path) -> None:
    path = f"/{TENANT_ID}/discovery/v2.0/keys"
    async with microsoft(tmp_path) as entra:
        known = await published(entra, path)
        token = (await entra.on_behalf_of(await entra.sso()))["access_token"]
    kept = json.loads((tmp_path / "keys.json").read_text("utf-8"))
    (tmp_path / "keys.json").write_text(json.dumps({issuer: keys[0] for issuer, keys in kept.items()}), "utf-8")
    async with microsoft(tmp_path) as entra:
        assert await published(entra, path) == known
        entra.graph.token = token
        assert (await entra.graph.call("GET", "/v1.0/me")).status == 200
