"""Who calls Graph, by which right, and how far that right goes."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from standin import people
from standin.entra import scopes
from standin.entra.errors import BearerError
from standin.entra.issuer import GRAPH
from standin.entra.token_endpoint import MORE_PROOF
from standin.graph.errors import GraphError, bad_request, user_not_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from standin.people import Person
    from standin.world import World

_SCOPE_OF = {
    "mailboxsettings": scopes.MAILBOX_SETTINGS,
    "events": scopes.CALENDARS,
    "calendar": scopes.CALENDARS,
    "calendarview": scopes.CALENDARS,
    "findmeetingtimes": scopes.SHARED_CALENDARS,
    "sendmail": "Mail.Send",
    "teamwork": "TeamsAppInstallation.ReadForUser",
}
"""By what stands behind a person in the address: the right that it needs.

findMeetingTimes wants Calendars.Read.Shared, or Calendars.ReadWrite.Shared, and neither Calendars.Read nor
Calendars.ReadWrite: so the permissions data of microsoftgraph/microsoft-graph-devx-content ("Weekly Permissions sync
2026-08-07", permissions/new/permissions.json) and the reference page "user: findMeetingTimes" (v1.0).
"""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The app by itself (`person` is None), or on behalf of a person with these scopes."""

    id: str
    person: Person | None = None
    scopes: frozenset[str] = frozenset()


class Callers:
    """Reads tokens as Graph does. Raises GraphError where Graph refuses."""

    def __init__(self, world: World) -> None:
        self._issuer = world.issuer
        self._accounts = world.accounts
        self._app_id = world.settings.app_id
        self._authorize = f"{world.settings.https_address}/common/oauth2/authorize"

    def read(self, header: str | None) -> Caller:
        """Who calls."""
        try:
            claims = self._issuer.check_bearer(header, GRAPH)
        except BearerError as error:
            raise GraphError(401, "InvalidAuthenticationToken", str(error)) from error
        if claims.get("idtyp") == "app":
            return Caller(id=self._app_id)
        person = people.by_object_id(str(claims.get("oid")))
        if person is None or not claims.get("scp"):
            raise GraphError(401, "InvalidAuthenticationToken", "Access token validation failure.")
        self._check_still_good(person, claims)
        return Caller(id=person.object_id, person=person, scopes=frozenset(claims["scp"].split()))

    def _check_still_good(self, person: Person, claims: dict[str, Any]) -> None:
        account, marks = self._accounts.of(person), self._accounts.marks(person)
        if claims.get("aio") != marks["aio"]:
            raise GraphError(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
        if "cp1" not in claims.get("xms_cc", []):
            return  # without continuous access evaluation a token is good until it ends
        if account["disabled"] or claims.get("sid") != marks["sid"]:
            not_before = {"essential": True, "value": str(int(time.time()))}
            raise self._challenge(json.dumps({"access_token": {"nbf": not_before}}))
        if account["mfa_required"] and "mfa" not in claims["amr"]:
            raise self._challenge(MORE_PROOF)

    def _challenge(self, claims: str) -> GraphError:
        encoded = base64.b64encode(claims.encode()).decode()
        words = (
            "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
            "TokenIssuedBeforeRevocationTimestamp"
        )
        challenge = (
            f'Bearer realm="", authorization_uri="{self._authorize}", client_id="{self._app_id}", '
            f'error="insufficient_claims", claims="{encoded}"'
        )
        return GraphError(401, "InvalidAuthenticationToken", words, challenge=challenge)

    def check_reach(self, caller: Caller, segments: Sequence[str]) -> None:
        """Whether this caller may call this address at all, which begins with `users` or something else."""
        if caller.person is None:
            return
        first = segments[0].lower() if segments else ""
        if first == "users" and len(segments) > 1:
            self._check_person(caller, segments)
        elif first == "subscriptions":
            self._check_scope(caller, scopes.CALENDARS)
        else:
            raise _denied("Insufficient privileges to complete the operation.", "Authorization_RequestDenied")

    def _check_person(self, caller: Caller, segments: Sequence[str]) -> None:
        thing = segments[2].lower() if len(segments) > 2 else ""  # noqa: PLR2004 - users, who, what
        person = people.by_object_id(segments[1])
        if person is None:
            raise user_not_found(segments[1])
        if person != caller.person:
            if thing:
                raise _denied()
            raise _denied("Insufficient privileges to complete the operation.", "Authorization_RequestDenied")
        self._check_scope(caller, _SCOPE_OF.get(thing, scopes.USER))

    def _check_scope(self, caller: Caller, scope: str) -> None:
        """The token must name it, and nobody may have withdrawn it since."""
        if caller.person is None:
            return
        if scope not in caller.scopes or self._accounts.missing(caller.person, {scope}):
            raise _denied()


def own_address(caller: Caller, segments: list[str]) -> list[str]:
    """The address with `me` in it written out. Raises GraphError for an app by itself."""
    if not segments or segments[0].lower() != "me":
        return segments
    if caller.person is None:
        raise bad_request("/me request is only valid with delegated authentication flow.")
    return ["users", caller.person.object_id, *segments[1:]]


def _denied(
    words: str = "Access is denied. Check credentials and try again.", code: str = "ErrorAccessDenied"
) -> GraphError:
    return GraphError(403, code, words)
