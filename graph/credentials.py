"""How the app proves to Entra that it is the app: a secret, a certificate, or the managed identity it runs under."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Secret:
    """The app registration's client secret."""

    value: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate of the app registration with its private key, both in PEM."""

    certificate: str
    key: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ManagedIdentity:
    """The identity that Azure gives to the machine we run on; `client_id` says which, where there are several.

    It speaks for the bot itself. For the app registration it vouches: a federated credential of the registration names
    it, and its token for `api://AzureADTokenExchange` takes the place of a secret.
    """

    client_id: str


Credential = Secret | Certificate | ManagedIdentity


def read_certificate(path: Path) -> Certificate:
    """The certificate and its key out of one PEM file. Raises ValueError and OSError with what is wrong with it.

    Of several certificates, as in a chain, the one that belongs to the key is taken.
    """
    pem = path.read_bytes()
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except TypeError:
        raise ValueError("its private key is locked with a password; give it without one") from None
    except ValueError:
        raise ValueError("it holds no private key in PEM") from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("its private key is of another kind than RSA, which Entra asks for")  # noqa: TRY004 - a file
    try:
        certificates = x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise ValueError("it holds no certificate in PEM") from None
    for certificate in certificates:
        if certificate.public_key() == key.public_key():
            return Certificate(certificate=_pem(certificate), key=_pem_of_key(key))
    raise ValueError("its certificate does not belong to its private key")


def for_msal(credential: Secret | Certificate) -> str | dict[str, Any]:
    """The credential as MSAL takes it.

    With the certificate and without a thumbprint MSAL signs with PS256, names the certificate by SHA-256, and sends it
    along, so that registrations that trust a subject and issuer rather than one certificate accept it too.
    """
    match credential:
        case Secret(value=value):
            return value
        case Certificate(certificate=certificate, key=key):
            return {"private_key": key, "public_certificate": certificate}


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _pem_of_key(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
