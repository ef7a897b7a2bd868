"""How the app proves itself: a secret, a signature by a registered certificate, or a managed identity's token."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from standin.entra.errors import EntraError, invalid_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from standin.entra.issuer import Issuer
    from standin.store import Store

_TOPIC = "certificates"
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Clients:
    """Knows the one app, its secret and its certificates; the certificates are remembered over restarts."""

    def __init__(self, store: Store, issuer: Issuer, secret: str) -> None:
        self._store = store
        self._issuer = issuer
        self._secret = secret
        self._certificates: list[str] = store.load(_TOPIC, [])

    def register(self, pem: str) -> str:
        """From now on this certificate stands for the app; its SHA-1 thumbprint. Raises ValueError."""
        certificate = x509.load_pem_x509_certificate(pem.encode())
        if pem not in self._certificates:
            self._certificates.append(pem)
            self._store.save(_TOPIC, self._certificates)
        return hashlib.sha1(certificate.public_bytes(serialization.Encoding.DER), usedforsecurity=False).hexdigest()

    def check(self, form: Mapping[str, str], authorization: str, tenant: str) -> None:
        """Whether this request is the app's. Raises EntraError."""
        basic = _basic(authorization)
        client_id, secret = basic or (form.get("client_id") or "", form.get("client_secret"))
        assertion = form.get("client_assertion")
        if not client_id and not assertion:
            raise invalid_request(900144, "The request body must contain the following parameter: 'client_id'.")
        if client_id and client_id.lower() != self._issuer.app_id.lower():
            raise EntraError(
                400,
                "unauthorized_client",
                700016,
                f"Application with identifier '{client_id}' was not found in the directory.",
            )
        if assertion:
            self._check_assertion(assertion, form.get("client_assertion_type"), tenant)
        elif not secret:
            raise EntraError(
                401,
                "invalid_client",
                7000218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
            )
        elif secret != self._secret:
            raise EntraError(401, "invalid_client", 7000215, "Invalid client secret provided.")

    def _check_assertion(self, assertion: str, kind: str | None, tenant: str) -> None:
        if kind != _ASSERTION_TYPE:
            raise invalid_request(50027, "The client_assertion_type is not supported.")
        try:
            header = jwt.get_unverified_header(assertion)
        except jwt.InvalidTokenError as error:
            raise _bad_assertion(50027, f"JWT token is invalid or malformed. {error}") from error
        thumbprints = {header.get("x5t"), header.get("x5t#S256")} - {None}
        key = next((key for pem in self._certificates if (key := _key_with(pem, thumbprints))), None)
        if key is not None:
            self._check_signed(assertion, key, tenant)
        elif self._issuer.entra.find(header.get("kid")) is not None:
            self._issuer.check_identity(assertion)
        else:
            words = "The certificate used to sign the client assertion is not registered on application."
            raise _bad_assertion(700027, words)

    def _check_signed(self, assertion: str, key: RSAPublicKey, tenant: str) -> None:
        base = f"{self._issuer.address}/{tenant}"
        try:
            claims = jwt.decode(
                assertion,
                key,
                algorithms=["RS256", "PS256"],
                audience=[f"{base}/oauth2/v2.0/token", f"{base}/v2.0"],
                options={"require": ["exp", "aud", "iss", "sub"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise _bad_assertion(700024, "Client assertion is not within its valid time range.") from error
        except jwt.InvalidAudienceError as error:
            raise _bad_assertion(700023, "Client assertion audience claim does not match Realm issuer.") from error
        except jwt.InvalidTokenError as error:
            raise _bad_assertion(700027, f"Client assertion contains an invalid signature. {error}") from error
        if {claims["iss"], claims["sub"]} != {self._issuer.app_id}:
            raise _bad_assertion(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")


def _bad_assertion(number: int, description: str) -> EntraError:
    return EntraError(401, "invalid_client", number, description)


def _key_with(pem: str, thumbprints: set[str | None]) -> RSAPublicKey | None:
    """This certificate's key when its thumbprint is one of these."""
    certificate = x509.load_pem_x509_certificate(pem.encode())
    der = certificate.public_bytes(serialization.Encoding.DER)
    own = {
        base64.urlsafe_b64encode(digest).decode().rstrip("=")
        for digest in (hashlib.sha1(der, usedforsecurity=False).digest(), hashlib.sha256(der).digest())
    }
    return certificate.public_key() if own & {str(one).rstrip("=") for one in thumbprints} else None  # type: ignore[return-value]


def _basic(authorization: str) -> tuple[str, str] | None:
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(name), unquote(secret)
