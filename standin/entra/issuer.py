"""Issues and checks tokens: Entra's for an app and for people, and the chat channel's for what Teams sends."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import jwt

from standin.entra import claims
from standin.entra.claims import CHANNEL, LIFETIME_SECONDS, STS
from standin.entra.errors import BearerError, EntraError
from standin.entra.keys import KeyRing
from standin.entra.scopes import GRAPH
from standin.people import TENANT_ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from standin.entra.keys import SigningKey
    from standin.people import Person
    from standin.store import Store

__all__ = ["CHANNEL", "CONNECTOR", "EXCHANGE", "GRAPH", "Issuer"]

CONNECTOR = "https://api.botframework.com"
EXCHANGE = "api://AzureADTokenExchange"
"""The audience of a managed identity's token with which an app proves itself instead of a secret."""

_ROLES = {
    GRAPH: ["Calendars.ReadWrite", "MailboxSettings.Read", "User.Read.All", "Mail.Send"],
    CONNECTOR: [],
}


class Issuer:
    """Signs for the one app of the local organisation, with the keys of Entra and of the chat channel."""

    def __init__(self, store: Store, address: str, *, app_id: str) -> None:
        self.address = address
        self.app_id = app_id
        self.entra = KeyRing(store, "entra")
        self.channel = KeyRing(store, "channel")

    @property
    def issuer(self) -> str:
        """Who issues id tokens and the tokens of single sign-on."""
        return f"{self.address}/{TENANT_ID}/v2.0"

    def channel_token(self, service_url: str) -> str:
        """What Teams sends along with an activity whose answers go to this service URL."""
        return self.channel.current.sign(claims.for_channel(self.app_id, service_url))

    def token_for_app(self, scope: str) -> dict[str, Any]:
        """The token endpoint's answer to an app that has proved itself. Raises EntraError."""
        audience = _audience(scope)
        object_id = str(uuid.uuid5(uuid.UUID(TENANT_ID), self.app_id))
        token = self.entra.current.sign(claims.for_app(self.app_id, audience, _ROLES[audience], object_id=object_id))
        return bearer(token)

    def token_for_identity(self, resource: str) -> str:
        """A managed identity's token, which the machine gives without any secret. Raises EntraError."""
        if resource not in (*_ROLES, EXCHANGE):
            raise EntraError(400, "invalid_resource", 500011, f"The resource principal named {resource} was not found.")
        roles = _ROLES.get(resource, [])
        said = claims.for_app(self.app_id, resource, roles, object_id=self.identity)
        return self.entra.current.sign(said | ({"iss": self.issuer} if resource == EXCHANGE else {}))

    @property
    def identity(self) -> str:
        """The object id of the managed identity."""
        return str(uuid.uuid5(uuid.UUID(TENANT_ID), f"identity {self.app_id}"))

    def token_for_person(
        self, person: Person, granted: Iterable[str], marks: dict[str, str], *, mfa: bool, cp1: bool
    ) -> str:
        """A token for Graph on behalf of this person; the marks are those of `Accounts.marks`."""
        return self.entra.current.sign(claims.for_person(person, self.app_id, granted, marks, mfa=mfa, cp1=cp1))

    def id_token(self, person: Person, nonce: str | None) -> str:
        """An id token for the app."""
        return self.entra.current.sign(claims.for_id(person, self.app_id, self.issuer, nonce))

    def single_sign_on_token(self, person: Person, marks: dict[str, str]) -> str:
        """What Teams gets for the app without asking the person."""
        return self.entra.current.sign(claims.for_single_sign_on(person, self.app_id, self.issuer, marks))

    def check_assertion(self, token: str) -> dict[str, Any]:
        """The claims of a token for the app, on behalf of whose person it asks for more. Raises EntraError."""
        audiences = [self.app_id, f"api://botid-{self.app_id}"]
        try:
            found: dict[str, Any] = jwt.decode(
                token,
                self._key_of(token).public,
                algorithms=["RS256"],
                audience=audiences,
                issuer=self.issuer,
                options={"require": ["exp", "aud", "iss", "oid", "tid"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise EntraError(400, "invalid_grant", 500133, "Assertion is not within its valid time range.") from error
        except jwt.InvalidTokenError as error:
            raise EntraError(400, "invalid_grant", 50013, f"Assertion failed signature validation. {error}") from error
        if found["tid"] != TENANT_ID:
            raise EntraError(400, "invalid_grant", 50013, "Assertion is of another tenant.")
        return found

    def check_identity(self, token: str) -> None:
        """Whether this is a managed identity's token that stands for the app. Raises EntraError."""
        try:
            found = jwt.decode(
                token, self._key_of(token).public, algorithms=["RS256"], audience=EXCHANGE, issuer=self.issuer
            )
        except jwt.InvalidTokenError as error:
            raise _unknown_identity(700212, str(error)) from error
        if found.get("sub") != self.identity:
            raise _unknown_identity(700213, f"The subject is '{found.get('sub')}'.")

    def check_bearer(self, header: str | None, audience: str) -> dict[str, Any]:
        """The claims of an Authorization header that carries a good token for this audience. Raises BearerError."""
        kind, _, token = (header or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise BearerError("Access token is empty.")
        try:
            found: dict[str, Any] = jwt.decode(
                token,
                self._key_of(token).public,
                algorithms=["RS256"],
                audience=audience,
                issuer=STS,
                options={"require": ["exp", "nbf", "aud", "iss"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise BearerError("Lifetime validation failed, the token is expired.") from error
        except jwt.InvalidAudienceError as error:
            raise BearerError("Access token validation failure. Invalid audience.") from error
        except jwt.InvalidTokenError as error:
            raise BearerError(f"CompactToken parsing failed: {error}") from error
        return found

    def _key_of(self, token: str) -> SigningKey:
        key = self.entra.find(jwt.get_unverified_header(token).get("kid"))
        if key is None:
            raise jwt.InvalidTokenError("The key that signed it is not published.")
        return key


def bearer(token: str, **more: Any) -> dict[str, Any]:
    """The token endpoint's answer that hands over this access token."""
    lives = {"expires_in": LIFETIME_SECONDS, "ext_expires_in": LIFETIME_SECONDS}
    return {"token_type": "Bearer", **lives, "access_token": token, **more}


def _unknown_identity(number: int, why: str) -> EntraError:
    words = f"No matching federated identity record found for presented assertion. {why}"
    return EntraError(401, "invalid_client", number, words)


def _audience(scope: str) -> str:
    resource, _, name = scope.strip().rpartition("/")
    if name != ".default":
        raise EntraError(400, "invalid_scope", 1002012, f"The provided value for scope {scope} is not valid.")
    if resource not in _ROLES:
        raise EntraError(400, "invalid_resource", 500011, f"The resource principal named {resource} was not found.")
    return resource
