"""The cookies that tie an answer of Microsoft's to the browser in which it was asked for."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from learning.sign_in import LIFE, fingerprint

if TYPE_CHECKING:
    from aiohttp import web

SIGN_IN = "__Host-learning-cycles"
ORGANISATION = "__Host-learning-cycles-organisation"


def new_cookie() -> str:
    """One that nobody can guess."""
    return secrets.token_urlsafe(32)


def keep(response: web.Response, name: str, cookie: str) -> None:
    """Have the browser keep it for ten minutes, and bring it back to us alone, also when Microsoft sends it here."""
    response.set_cookie(
        name,
        cookie,
        path="/",
        secure=True,
        httponly=True,
        samesite="Lax",
        max_age=int(LIFE.total_seconds()),
    )


def drop(response: web.Response, name: str) -> None:
    """Have the browser forget it."""
    response.del_cookie(name, path="/", secure=True, httponly=True, samesite="Lax")


def fits(cookie: str, state: str) -> bool:
    """Whether this state was made from this cookie."""
    return bool(cookie) and hmac.compare_digest(fingerprint(cookie).encode(), state.encode())
