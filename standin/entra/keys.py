"""The keys that sign tokens. They stay the same over restarts, so that what was issued stays good."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

if TYPE_CHECKING:
    from standin.store import Store


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """An RSA key with the id (`kid`) under which its public half is published."""

    kid: str
    private: rsa.RSAPrivateKey

    @cached_property
    def public(self) -> rsa.RSAPublicKey:
        """What checks a signature."""
        return self.private.public_key()

    def sign(self, claims: dict[str, Any]) -> str:
        """These claims as a signed token (RS256)."""
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.kid, "x5t": self.kid})

    def published(self, **more: Any) -> dict[str, Any]:
        """The public half as a JSON Web Key, with what its publisher says about it."""
        numbers = RSAAlgorithm.to_jwk(self.public, as_dict=True)
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": numbers["n"],
            "e": numbers["e"],
        } | more


def ensure(store: Store, issuer: str) -> SigningKey:
    """This issuer's key, made when there is none yet."""
    kept: dict[str, dict[str, str]] = store.load("keys", {})
    if issuer not in kept:
        kept[issuer] = {"kid": uuid.uuid4().hex, "pem": _new_pem()}
        store.save("keys", kept)
    private = serialization.load_pem_private_key(kept[issuer]["pem"].encode(), password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError(f"the kept key of {issuer} is no RSA key")
    return SigningKey(kid=kept[issuer]["kid"], private=private)


def _new_pem() -> str:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
