"""What opens a session: authorization codes, each for one use, and refresh tokens."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import jwt

from standin.entra.errors import invalid_grant

if TYPE_CHECKING:
    from standin.store import Store

_CODE_SECONDS = 600
_INACTIVE_SECONDS = 90 * 24 * 3600
_CODES, _SECRET = "codes", "refresh"


@dataclass(frozen=True, kw_only=True)
class Code:
    """What an authorization code stands for.

    `person` is their key, `session` the `sid` of `Accounts.marks`; `used_at` is real time, None before its use.
    """

    person: str
    session: str
    redirect_uri: str
    challenge: str
    nonce: str | None
    scope: str
    mfa: bool
    made_at: float
    used_at: float | None = None


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """What a refresh token stands for: it carries that itself, sealed, so that nothing has to be kept."""

    person: str
    session: str
    lapses: int
    scopes: frozenset[str]
    mfa: bool
    made_at: float


class Grants:
    """Remembered over restarts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._codes: dict[str, dict[str, Any]] = store.load(_CODES, {})
        self._secret: str = store.load(_SECRET, {}).get("secret") or secrets.token_hex(32)
        store.save(_SECRET, {"secret": self._secret})

    def new_code(self, code: Code) -> str:
        """A code that may be used once, within ten minutes."""
        now = time.time()
        self._codes = {name: kept for name, kept in self._codes.items() if kept["made_at"] > now - 2 * _CODE_SECONDS}
        name = f"1.{secrets.token_urlsafe(32)}"
        self._codes[name] = asdict(code)
        self._store.save(_CODES, self._codes)
        return name

    def use(self, name: str) -> Code:
        """What this code stands for, the first time. Raises EntraError."""
        kept = self._codes.get(name)
        if kept is None:
            raise invalid_grant(70000, "Provided grant is invalid or malformed.")
        if kept["used_at"] is not None:
            words = "OAuth2 Authorization code was already redeemed, please retry with a new valid code."
            raise invalid_grant(54005, words)
        if time.time() > kept["made_at"] + _CODE_SECONDS:
            words = "The provided authorization code or refresh token has expired due to inactivity."
            raise invalid_grant(70008, words)
        kept["used_at"] = time.time()
        self._store.save(_CODES, self._codes)
        return Code(**kept)

    def new_refresh(self, refresh: Refresh) -> str:
        """A refresh token. The ones before stay good, as Entra's do."""
        claims = asdict(refresh) | {"scopes": sorted(refresh.scopes), "jti": secrets.token_hex(8)}
        return f"0.{jwt.encode(claims, self._secret, algorithm='HS256')}"

    def read_refresh(self, token: str) -> Refresh:
        """What this refresh token stands for. Raises EntraError."""
        try:
            claims = jwt.decode(token.removeprefix("0."), self._secret, algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            raise invalid_grant(9002313, "Invalid request. Request is malformed or invalid.") from error
        refresh = Refresh(
            person=claims["person"],
            session=claims["session"],
            lapses=claims["lapses"],
            scopes=frozenset(claims["scopes"]),
            mfa=claims["mfa"],
            made_at=claims["made_at"],
        )
        if time.time() > refresh.made_at + _INACTIVE_SECONDS:
            raise inactive()
        return refresh


def inactive() -> Exception:
    """A refresh token that nobody used for ninety days."""
    words = "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00."
    return invalid_grant(700082, words, "token_expired")
