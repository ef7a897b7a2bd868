"""Encrypts what is kept of a person's tokens, so that it can be opened for that person alone.

Fernet encrypts and signs, but knows of no owner. So the owner and the purpose go inside: a row that was moved to
somebody else, or a sign-in put in the place of a token, is noticed.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from learning.errors import Tampered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learning.people import PersonId


class Purpose(StrEnum):
    """What something sealed is for."""

    TOKENS = "tokens"
    SIGN_IN = "sign-in"


class Seal:
    """Seals under the newest key, and opens what any of the keys sealed. `keys` are Fernet's, the newest first."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ValueError, without repeating it, when one is no key or there is none."""
        if not keys:
            raise ValueError("there is no key")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise ValueError("a key is not 32 bytes in URL-safe base64") from None

    def seal(self, purpose: Purpose, person: PersonId, text: str) -> bytes:
        """This text, for this person and purpose alone."""
        return self._fernet.encrypt(json.dumps([purpose, person, text]).encode())

    def open(self, purpose: Purpose, person: PersonId, sealed: bytes) -> str:
        """What was sealed for this person and purpose. Raises Tampered."""
        try:
            inside = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise Tampered("it is not whole, or sealed under a key that is not here") from error
        if inside[:2] != [purpose, person]:
            raise Tampered("it is somebody else's, or for something else")
        return str(inside[2])
