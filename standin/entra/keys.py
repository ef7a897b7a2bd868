"""The keys that sign tokens. They stay the same over restarts, so that what was issued stays good."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

if TYPE_CHECKING:
    from standin.store import Store

_TOPIC = "keys"


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


class KeyRing:
    """One issuer's published keys, the newest first: that one signs, the older ones check what they signed."""

    def __init__(self, store: Store, issuer: str) -> None:
        self._store = store
        self._issuer = issuer
        kept = store.load(_TOPIC, {}).get(issuer, [])
        self._keys = [_read(one["kid"], one["pem"]) for one in (kept if isinstance(kept, list) else [kept])]

    @property
    def current(self) -> SigningKey:
        """The key that signs. The first is made when it is first wanted, since making one takes a while."""
        if not self._keys:
            self.rotate(keeps_old=False)
        return self._keys[0]

    def find(self, kid: object) -> SigningKey | None:
        """The published key with this id."""
        return next((key for key in self._keys if key.kid == kid), None)

    def published(self, **more: Any) -> list[dict[str, Any]]:
        """All keys as JSON Web Keys, with what the publisher says about each."""
        return [key.published(**more) for key in (self.current, *self._keys[1:])]

    def rotate(self, *, keeps_old: bool) -> None:
        """Sign with a new key from now on. The one before is published on, or all that it signed is worthless."""
        self._keys = [new_key(), *(self._keys[:1] if keeps_old else [])]
        kept = self._store.load(_TOPIC, {})
        kept[self._issuer] = [{"kid": key.kid, "pem": _pem(key)} for key in self._keys]
        self._store.save(_TOPIC, kept)


def new_key() -> SigningKey:
    """A key that nobody knows yet."""
    return SigningKey(kid=uuid.uuid4().hex, private=rsa.generate_private_key(public_exponent=65537, key_size=2048))


@lru_cache(maxsize=16)  # reading a key checks its primes, which takes forty milliseconds
def _read(kid: str, pem: str) -> SigningKey:
    private = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError(f"the kept key {kid} is no RSA key")
    return SigningKey(kid=kid, private=private)


def _pem(key: SigningKey) -> str:
    return key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
