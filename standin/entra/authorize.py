"""What somebody's browser asks of Entra for an app, and what comes of it. It decides and draws nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from standin import people
from standin.entra import scopes
from standin.entra.errors import EntraError
from standin.entra.grants import Code
from standin.entra.token_endpoint import consent_required, more_proof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from standin.entra.accounts import Accounts
    from standin.entra.grants import Grants
    from standin.people import Person

_PROMPTS = frozenset({"", "none", "login", "consent", "select_account"})


class Refused(Exception):
    """Nothing leads back to the app: the browser is shown this AADSTS number with these words."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words)
        self.number = number


class Returned(Exception):
    """The browser goes back to the app with these parameters."""

    def __init__(self, redirect_uri: str, parameters: dict[str, str]) -> None:
        super().__init__(redirect_uri)
        self.redirect_uri = redirect_uri
        self.parameters = parameters


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A sign-in that an app asks for, checked."""

    redirect_uri: str
    state: str
    scope: str
    rights: frozenset[str]
    challenge: str
    nonce: str | None
    prompt: str
    login_hint: str | None

    def back(self, **parameters: str) -> Returned:
        """Back to the app, with its own state."""
        return Returned(self.redirect_uri, parameters | ({"state": self.state} if self.state else {}))

    def refused(self, error: EntraError, **more: str) -> Returned:
        """Back to the app with Entra's refusal."""
        words = f"AADSTS{error.number}: {error}"
        return self.back(error=error.error, error_description=words, **more)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the browser is shown next: `account`, `proof`, `consent`, `consent-for-all` or `needs-admin`."""

    page: str
    person: Person | None = None


class Authorization:
    """Decides what a browser sees between an app and its code."""

    def __init__(self, accounts: Accounts, grants: Grants, *, app_id: str, app_address: str) -> None:
        self._accounts = accounts
        self._grants = grants
        self._app_id = app_id
        self._app_address = app_address

    def check_app(self, query: Mapping[str, str]) -> str:
        """The registered address to which the browser goes back. Raises Refused."""
        client_id, redirect_uri = query.get("client_id", ""), query.get("redirect_uri", "")
        if client_id.lower() != self._app_id.lower():
            raise Refused(700016, f"Application with identifier '{client_id}' was not found in the directory.")
        if not _is_under(redirect_uri, self._app_address):
            words = "specified in the request does not match the redirect URIs configured for the application"
            raise Refused(50011, f"The redirect URI '{redirect_uri}' {words} '{client_id}'.")
        return redirect_uri

    def read(self, query: Mapping[str, str]) -> Wanted:
        """What is asked for. Raises Refused or Returned."""
        redirect_uri = self.check_app(query)
        wanted = Wanted(
            redirect_uri=redirect_uri,
            state=query.get("state", ""),
            scope=query.get("scope", ""),
            rights=frozenset(),
            challenge=query.get("code_challenge", ""),
            nonce=query.get("nonce"),
            prompt=query.get("prompt", ""),
            login_hint=query.get("login_hint"),
        )
        try:
            _check(query)
            rights, _ = scopes.split(wanted.scope)
        except EntraError as error:
            raise wanted.refused(error) from error
        return Wanted(**{**wanted.__dict__, "rights": rights})

    def next(self, wanted: Wanted, said: Mapping[str, str]) -> Step:
        """The next page; `said` is what the pages before were answered. Raises Returned, with a code at the end."""
        if said.get("answer") == "cancel":
            raise wanted.refused(_declined(), error_subcode="cancel")
        if said.get("answer") == "not-allowed":
            raise wanted.refused(_needs_admin(), error_subcode="cancel")
        person = people.by_key(said.get("account", ""))
        if person is None:
            return Step(page="account")
        if said.get("answer") == "accept":
            self._consent(person, wanted, for_all=said.get("for_all") == "yes")
        step = self._obstacle(wanted, person, said)
        if step is None:
            raise wanted.back(code=self._code(wanted, person, mfa=said.get("proved") == "yes"))
        return step

    def silently(self, wanted: Wanted, person: Person | None) -> Returned:
        """What `prompt=none` comes to: a code, or why somebody has to be asked."""
        if person is None or self._accounts.of(person)["disabled"]:
            words = "A silent sign-in request was sent but no user is signed in."
            return wanted.refused(EntraError(400, "login_required", 50058, words))
        if self._accounts.missing(person, wanted.rights):
            words = str(consent_required(self._app_id))
            return wanted.refused(EntraError(400, "consent_required", 65001, words))
        if self._accounts.of(person)["mfa_required"]:
            return wanted.refused(more_proof("interaction_required"))
        return wanted.back(code=self._code(wanted, person, mfa=False))

    def _obstacle(self, wanted: Wanted, person: Person, said: Mapping[str, str]) -> Step | None:
        account = self._accounts.of(person)
        if account["disabled"]:
            words = "Your account has been locked. Contact your support person to unlock it, then try again."
            raise Refused(50057, words)
        if account["locked"]:
            raise Refused(50053, "Your account is temporarily locked to prevent unauthorized use. Try again later.")
        if account["mfa_required"] and said.get("proved") != "yes":
            return Step(page="proof", person=person)
        missing = self._accounts.missing(person, wanted.rights)
        if missing and person.is_administrator:
            return Step(page="consent-for-all", person=person)
        if missing and not self._accounts.may_consent(missing):
            return Step(page="needs-admin", person=person)
        if missing or (wanted.prompt == "consent" and said.get("answer") != "accept"):
            return Step(page="consent", person=person)
        return None

    def _consent(self, person: Person, wanted: Wanted, *, for_all: bool) -> None:
        if person.is_administrator and for_all:
            self._accounts.switch({"allowed": True})
        elif person.is_administrator or self._accounts.may_consent(self._accounts.missing(person, wanted.rights)):
            self._accounts.consent(person, wanted.rights)

    def _code(self, wanted: Wanted, person: Person, *, mfa: bool) -> str:
        return self._grants.new_code(
            Code(
                person=person.key,
                session=self._accounts.marks(person)["sid"],
                redirect_uri=wanted.redirect_uri,
                challenge=wanted.challenge,
                nonce=wanted.nonce,
                scope=wanted.scope,
                mfa=mfa,
                made_at=time.time(),
            )
        )


def _check(query: Mapping[str, str]) -> None:
    if query.get("response_type") != "code":
        words = "The response_type is not supported here; it must be 'code'."
        raise EntraError(400, "unsupported_response_type", 700054, words)
    if query.get("response_mode", "query") != "query":
        raise EntraError(400, "invalid_request", 9002325, "The local sign-in answers with response_mode 'query' alone.")
    if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
        words = "Proof Key for Code Exchange is required for cross-origin authorization code redemption."
        raise EntraError(400, "invalid_request", 9002325, words)
    if not query.get("scope"):
        raise EntraError(400, "invalid_request", 900144, "The request must contain the following parameter: 'scope'.")
    if query.get("prompt", "") not in _PROMPTS:
        raise EntraError(400, "invalid_request", 90023, "The value of the parameter 'prompt' is not valid.")


def _is_under(address: str, base: str) -> bool:
    """Whether this address has the same scheme, host and port, and no name or fragment in it."""
    try:
        found, expected = urlsplit(address), urlsplit(base)
        same = (found.scheme, found.hostname, found.port) == (expected.scheme, expected.hostname, expected.port)
    except ValueError:
        return False
    return same and found.username is None and not found.fragment and found.path.startswith(f"{expected.path}/")


def _declined() -> EntraError:
    return EntraError(400, "access_denied", 65004, "User declined to consent to access the app.")


def _needs_admin() -> EntraError:
    words = "An administrator has set a policy that prevents you from granting the permissions that are requested."
    return EntraError(400, "access_denied", 90094, words)
