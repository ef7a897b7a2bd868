"""A person's wish to connect their calendar, and the ten minutes in which it can be fulfilled."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NewType

from learning.errors import Refusal
from learning.people import PersonId

SignInId = NewType("SignInId", str)
"""Nobody can guess it. Whoever knows it can do nothing with it but sign in as the person it was made for."""

LIFE = timedelta(minutes=10)


class SignInOver(Refusal):
    """This sign-in is not here, was used, or is older than ten minutes."""


class OtherBrowser(Refusal):
    """The answer to a sign-in came from somewhere else than where it was begun."""


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """One wish to connect. Only its person can fulfil it, from their own chat or in a browser, once.

    `used_at` says when it was fulfilled. What was begun in a browser: `flow` is what finishing needs (encrypted, not
    ours to read), `state_hash` and `cookie_hash` are what its answer and its browser must show.
    """

    id: SignInId
    person: PersonId
    chat: str
    asked_at: datetime
    used_at: datetime | None = None
    state_hash: str | None = None
    cookie_hash: str | None = None
    flow: str | None = None
    version: int = 1


def is_over(sign_in: SignIn, now: datetime) -> bool:
    """Whether its ten minutes have passed. A clock that went back ends it too."""
    return not sign_in.asked_at <= now <= sign_in.asked_at + LIFE


def may_begin(sign_in: SignIn, now: datetime) -> bool:
    """Whether it can still be fulfilled."""
    return sign_in.used_at is None and not is_over(sign_in, now)


def check_may_begin(sign_in: SignIn, now: datetime) -> None:
    """Raise SignInOver unless it can still be fulfilled."""
    if not may_begin(sign_in, now):
        raise SignInOver


def begun(sign_in: SignIn, *, state: str, cookie: str, flow: str, now: datetime) -> SignIn:
    """The sign-in, begun in the browser with this cookie. What was begun before counts no more."""
    check_may_begin(sign_in, now)
    return replace(sign_in, state_hash=fingerprint(state), cookie_hash=fingerprint(cookie), flow=flow)


def taken(sign_in: SignIn, *, cookie: str, now: datetime) -> SignIn:
    """The sign-in without its flow: an answer came from the right browser, and the same answer counts once."""
    check_may_begin(sign_in, now)
    if sign_in.flow is None or sign_in.cookie_hash is None:
        raise SignInOver
    if not cookie or not hmac.compare_digest(sign_in.cookie_hash, fingerprint(cookie)):
        raise OtherBrowser
    return replace(sign_in, flow=None, cookie_hash=None)


def used(sign_in: SignIn, *, now: datetime) -> SignIn:
    """The sign-in, fulfilled."""
    return replace(sign_in, used_at=sign_in.used_at or now, flow=None, cookie_hash=None)


def fingerprint(secret: str) -> str:
    """What is kept of a secret, so that the database gives none away."""
    return hashlib.sha256(secret.encode()).hexdigest()
