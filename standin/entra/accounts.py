"""What Entra keeps about its accounts and about consent: who must prove more, who was signed out, what is allowed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from standin.entra import scopes
from standin.people import PEOPLE

if TYPE_CHECKING:
    from standin.people import Person
    from standin.store import Store

_TOPIC = "accounts"
_ACCOUNT: dict[str, Any] = {
    "mfa_required": False,
    "disabled": False,
    "locked": False,
    "ended_by": None,
    "sessions": 0,
    "expiries": 0,
    "lapses": 0,
    "consented": [],
}
_ORGANISATION: dict[str, Any] = {
    "allowed": True,
    "shared_calendars": True,
    "people_may_consent": False,
    "silent_sign_in": True,
}
ORGANISATION_SWITCHES = frozenset(_ORGANISATION)
ACCOUNT_SWITCHES = frozenset({"mfa_required", "disabled", "locked"})


class Accounts:
    """Remembered over restarts.

    The organisation: `allowed` (an administrator has granted for everybody what the app asks for), `shared_calendars`
    (and Calendars.Read.Shared besides), `people_may_consent` (Microsoft's default is that they may not),
    `silent_sign_in` (Teams gets a token for the app without asking).
    An account: `mfa_required`, `disabled`, `locked`, `sessions` (how often everything granted before was ended, last by
    `ended_by`: `revoked` or `password`), `expiries` (how often all access tokens issued before were let expire),
    `lapses` (how often all refresh tokens were let lie unused for too long), `consented` (what the person allowed).
    Numbers instead of moments, since a token knows the second of its birth alone.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        kept = store.load(_TOPIC, {})
        self._organisation: dict[str, Any] = _ORGANISATION | kept.get("organisation", {})
        people = kept.get("people", {})
        self._people: dict[str, dict[str, Any]] = {p.key: _ACCOUNT | people.get(p.key, {}) for p in PEOPLE}
        self._people |= {key: _ACCOUNT | account for key, account in people.items() if key not in self._people}

    @property
    def organisation(self) -> dict[str, Any]:
        """What holds for everybody."""
        return dict(self._organisation)

    def of(self, person: Person) -> dict[str, Any]:
        """What holds for this person."""
        return dict(self._account(person))

    def switch(self, switches: dict[str, bool]) -> None:
        """Change what holds for everybody. Withdrawn consent takes along what people consented to themselves."""
        if switches.get("allowed") is False:
            for account in self._people.values():
                account["consented"] = []
        self._organisation.update(switches)
        self._save()

    def switch_for(self, person: Person, switches: dict[str, bool]) -> None:
        """Change what holds for this person."""
        self._account(person).update(switches)
        self._save()

    def end_sessions(self, person: Person, *, by: str) -> None:
        """Nothing that was granted until now is good any more; `by` is `revoked` or `password`."""
        self._account(person)["ended_by"] = by
        self.expire(person, "sessions")

    def expire(self, person: Person, what: str) -> None:
        """What was issued until now is over: all `sessions`, access tokens (`expiries`), refresh tokens (`lapses`)."""
        self._account(person)[what] += 1
        self._save()

    def marks(self, person: Person) -> dict[str, str]:
        """The claims by which a token shows to which session, and to which access tokens, it belongs."""
        account, owner = self._account(person), uuid.UUID(person.object_id)
        return {
            "sid": str(uuid.uuid5(owner, f"session {account['sessions']}")),
            "aio": uuid.uuid5(owner, f"access {account['expiries']}").hex,
        }

    def consent(self, person: Person, wanted: Iterable[str]) -> None:
        """The person allows this for themselves."""
        account = self._account(person)
        account["consented"] = sorted({*account["consented"], *wanted})
        self._save()

    def missing(self, person: Person, wanted: Iterable[str]) -> frozenset[str]:
        """What of these scopes neither the organisation nor the person has allowed."""
        return frozenset(wanted) - self.granted(person)

    def granted(self, person: Person) -> frozenset[str]:
        """All that the app may do for this person: what the organisation or they themselves have allowed."""
        by_all = scopes.ASKED if self._organisation["allowed"] else frozenset[str]()
        besides = {scopes.SHARED_CALENDARS} if by_all and self._organisation["shared_calendars"] else set[str]()
        return by_all | besides | frozenset(self._account(person)["consented"])

    def may_consent(self, wanted: Iterable[str]) -> bool:
        """Whether people may allow these scopes for themselves."""
        allowed = scopes.ASKED if self._organisation["people_may_consent"] else scopes.SELF_CONSENT
        return frozenset(wanted) <= allowed

    def _account(self, person: Person) -> dict[str, Any]:
        """What is kept of this person; of a plain one nothing was until now."""
        return self._people.setdefault(person.key, dict(_ACCOUNT))

    def _save(self) -> None:
        self._store.save(_TOPIC, {"organisation": self._organisation, "people": self._people})
