"""What stands in each kind of token. Times are real time."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any

from standin.people import TENANT_ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from standin.people import Person

CHANNEL = "https://api.botframework.com"
"""Who signs what the chat channel sends; by Microsoft's choice the same address as the connector's audience."""
LIFETIME_SECONDS = 3599
TEAMS_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
"""The client id of Teams in a browser, to which single sign-on hands its tokens."""
STS = f"https://sts.windows.net/{TENANT_ID}/"
"""Who issues Graph's and the connector's tokens."""


def for_channel(app_id: str, service_url: str) -> dict[str, Any]:
    """What Teams sends along with an activity whose answers go to this service URL."""
    now = int(time.time())
    claims = {"iss": CHANNEL, "aud": app_id, "serviceurl": service_url}
    return claims | {"nbf": now - 300, "iat": now, "exp": now + LIFETIME_SECONDS}


def for_app(app_id: str, audience: str, roles: list[str], *, object_id: str) -> dict[str, Any]:
    """An app's own token, with its own rights."""
    return _period() | {
        "aud": audience,
        "iss": STS,
        "appid": app_id,
        "appidacr": "1",
        "idtyp": "app",
        "oid": object_id,
        "sub": object_id,
        "roles": roles,
        "tid": TENANT_ID,
        "ver": "1.0",
    }


def for_person(
    person: Person, app_id: str, granted: Iterable[str], marks: dict[str, str], *, mfa: bool, cp1: bool
) -> dict[str, Any]:
    """An app's token for Graph on behalf of a person; `cp1`: the app said that it understands claims challenges."""
    return _period() | {
        **marks,
        "aud": "https://graph.microsoft.com",
        "iss": STS,
        "acct": 0,
        "amr": ["pwd", "mfa"] if mfa else ["pwd"],
        "appid": app_id,
        "appidacr": "1",
        "idtyp": "user",
        "name": person.name,
        "oid": person.object_id,
        "scp": " ".join(sorted(granted)),
        "sub": _pairwise(person, "graph"),
        "tid": TENANT_ID,
        "unique_name": person.mail,
        "upn": person.mail,
        "ver": "1.0",
        **({"xms_cc": ["cp1"]} if cp1 else {}),
    }


def for_id(person: Person, app_id: str, issuer: str, nonce: str | None) -> dict[str, Any]:
    """An id token (v2)."""
    return (
        _period()
        | {
            "aud": app_id,
            "iss": issuer,
            "name": person.name,
            "oid": person.object_id,
            "preferred_username": person.mail,
            "sub": _pairwise(person, app_id),
            "tid": TENANT_ID,
            "ver": "2.0",
        }
        | ({"nonce": nonce} if nonce else {})
    )


def for_single_sign_on(person: Person, app_id: str, issuer: str, marks: dict[str, str]) -> dict[str, Any]:
    """The token for the app itself (v2) that Teams gets and hands over in `signin/tokenExchange`."""
    by_teams = {"azp": TEAMS_WEB, "azpacr": "0", "scp": "access_as_user"}
    return for_id(person, app_id, issuer, None) | marks | by_teams


def _period() -> dict[str, Any]:
    now = int(time.time())
    return {"iat": now, "nbf": now, "exp": now + LIFETIME_SECONDS, "uti": uuid.uuid4().hex}


def _pairwise(person: Person, app: str) -> str:
    """A subject that is another one for each app, as Entra's are."""
    return uuid.uuid5(uuid.UUID(person.object_id), app).hex
