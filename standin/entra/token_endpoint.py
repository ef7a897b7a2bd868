"""The token endpoint: what an app gets for a code, a refresh token, somebody's token for it, or itself alone."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import TYPE_CHECKING, Any

from standin import people
from standin.entra import scopes
from standin.entra.errors import EntraError, invalid_grant, invalid_request
from standin.entra.grants import Grants, Refresh, inactive
from standin.entra.issuer import bearer
from standin.people import TENANT_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from standin.entra.accounts import Accounts
    from standin.entra.issuer import Issuer
    from standin.people import Person

ON_BEHALF_OF = "urn:ietf:params:oauth:grant-type:jwt-bearer"
MORE_PROOF = '{"access_token":{"capolids":{"essential":true,"values":["6f3c2a10-meadow-second-factor"]}}}'
"""What a new sign-in must bring where a second factor is asked for."""


class TokenEndpoint:
    """Answers an app that has proved itself."""

    def __init__(self, issuer: Issuer, accounts: Accounts, grants: Grants) -> None:
        self._issuer = issuer
        self._accounts = accounts
        self._grants = grants

    def answer(self, form: Mapping[str, str]) -> dict[str, Any]:
        """The answer's JSON. Raises EntraError."""
        return self._granting(form)(form)

    def check_grant(self, form: Mapping[str, str]) -> None:
        """Whether there is such a way to get a token. Raises EntraError."""
        self._granting(form)

    def _granting(self, form: Mapping[str, str]) -> Callable[[Mapping[str, str]], dict[str, Any]]:
        known = {
            "client_credentials": self._by_itself,
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh_token,
            ON_BEHALF_OF: self._on_behalf_of,
        }
        grant = required(form, "grant_type")
        if grant not in known:
            words = f"The app requested an unsupported grant type '{grant}'."
            raise EntraError(400, "unsupported_grant_type", 70003, words)
        return known[grant]

    def _by_itself(self, form: Mapping[str, str]) -> dict[str, Any]:
        return self._issuer.token_for_app(required(form, "scope"))

    def _by_code(self, form: Mapping[str, str]) -> dict[str, Any]:
        code = self._grants.use(required(form, "code"))
        if required(form, "redirect_uri") != code.redirect_uri:
            words = "The reply address does not match the reply address provided when requesting Authorization code."
            raise invalid_grant(500112, words)
        if _s256(required(form, "code_verifier")) != code.challenge:
            words = "The Code_Verifier does not match the code_challenge supplied in the authorization request."
            raise invalid_grant(501481, words)
        person = _person(code.person)
        self._check_account(person, code.session)
        wanted, _ = scopes.split(form.get("scope") or code.scope)
        _, about = scopes.split(code.scope)
        return self._grant(person, wanted or frozenset({scopes.USER}), about, form, mfa=code.mfa, nonce=code.nonce)

    def _by_refresh_token(self, form: Mapping[str, str]) -> dict[str, Any]:
        refresh = self._grants.read_refresh(required(form, "refresh_token"))
        person = _person(refresh.person)
        self._check_account(person, refresh.session)
        if refresh.lapses != self._accounts.of(person)["lapses"]:
            raise inactive()
        wanted, about = scopes.split(form.get("scope", ""))
        return self._grant(person, wanted or refresh.scopes, about | {"offline_access"}, form, mfa=refresh.mfa)

    def _on_behalf_of(self, form: Mapping[str, str]) -> dict[str, Any]:
        if form.get("requested_token_use") != "on_behalf_of":
            raise missing_parameter("requested_token_use")
        found = self._issuer.check_assertion(required(form, "assertion"))
        person = people.by_object_id(str(found["oid"]))
        if person is None or found.get("idtyp") == "app" or not found.get("scp"):
            raise invalid_grant(50013, "Assertion is no user's token for this application.")
        self._check_account(person, found.get("sid"))
        wanted, about = scopes.split(required(form, "scope"))
        return self._grant(person, wanted, about, form, mfa=False, is_on_behalf=True)

    def _check_account(self, person: Person, session: str | None) -> None:
        """Whether what was granted in this session is still good. Raises EntraError."""
        account = self._accounts.of(person)
        if account["disabled"]:
            raise invalid_grant(50057, "The user account is disabled.")
        if account["locked"]:
            words = (
                "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."
            )
            raise invalid_grant(50053, words)
        if session == self._accounts.marks(person)["sid"]:
            return
        words = (
            "The provided grant has expired due to it being revoked, a fresh auth token is needed. "
            "The user might have changed or reset their password."
        )
        raise invalid_grant(50173, words, "bad_token")

    def _grant(
        self,
        person: Person,
        wanted: frozenset[str],
        about: frozenset[str],
        form: Mapping[str, str],
        *,
        mfa: bool,
        nonce: str | None = None,
        is_on_behalf: bool = False,
    ) -> dict[str, Any]:
        if self._accounts.missing(person, wanted):
            raise consent_required(self._issuer.app_id)
        if self._accounts.of(person)["mfa_required"] and not mfa:
            error = "interaction_required" if is_on_behalf else "invalid_grant"
            raise more_proof(error)
        cp1 = "cp1" in _capabilities(form.get("claims"))
        marks = self._accounts.marks(person)
        granted = self._accounts.granted(person)  # a token carries all of it, whatever was asked for this time
        token = self._issuer.token_for_person(person, granted, marks, mfa=mfa, cp1=cp1)
        answer = bearer(token, scope=" ".join(f"{scopes.GRAPH}/{name}" for name in sorted(granted)))
        if "offline_access" in about:
            answer["refresh_token"] = self._grants.new_refresh(self._refresh(person, wanted, mfa=mfa))
        if "openid" in about:
            answer["id_token"] = self._issuer.id_token(person, nonce)
        if form.get("client_info"):
            answer["client_info"] = _encoded(json.dumps({"uid": person.object_id, "utid": TENANT_ID}).encode())
        return answer

    def _refresh(self, person: Person, wanted: frozenset[str], *, mfa: bool) -> Refresh:
        return Refresh(
            person=person.key,
            session=self._accounts.marks(person)["sid"],
            lapses=self._accounts.of(person)["lapses"],
            scopes=wanted,
            mfa=mfa,
            made_at=time.time(),
        )


def consent_required(app_id: str) -> EntraError:
    """Neither the person nor an administrator has allowed what is asked."""
    return invalid_grant(
        65001,
        f"The user or administrator has not consented to use the application with ID '{app_id}' named "
        "'Learning Cycles'. Send an interactive authorization request for this user and resource.",
        "consent_required",
    )


def more_proof(error: str) -> EntraError:
    """A second factor is asked for."""
    words = (
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must "
        "use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'."
    )
    return EntraError(400, error, 50076, words, suberror="basic_action", claims=MORE_PROOF)


def required(form: Mapping[str, str], name: str) -> str:
    """This parameter of the form. Raises EntraError."""
    value = form.get(name)
    if not value:
        raise missing_parameter(name)
    return value


def missing_parameter(name: str) -> EntraError:
    """The form lacks this."""
    return invalid_request(900144, f"The request body must contain the following parameter: '{name}'.")


def _person(key: str) -> Person:
    person = people.by_key(key)
    if person is None:
        raise invalid_grant(50034, "The user account does not exist in the directory.")
    return person


def _capabilities(claims: str | None) -> list[str]:
    """What the app says in its claims that it understands, in small letters."""
    try:
        said = json.loads(claims or "{}")
        values = said.get("access_token", {}).get("xms_cc", {}).get("values", [])
        return [str(value).lower() for value in values]
    except (ValueError, AttributeError, TypeError) as error:
        words = "The request is not properly formatted. The parameter 'claims' is malformed."
        raise invalid_request(9000411, words) from error


def _s256(verifier: str) -> str:
    return _encoded(hashlib.sha256(verifier.encode()).digest())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
