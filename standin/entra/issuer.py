"""Issues and checks tokens: Entra's for an app, and the chat channel's for what Teams sends."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any

import jwt

from standin.entra import keys
from standin.entra.errors import BearerError, EntraError
from standin.people import TENANT_ID

if TYPE_CHECKING:
    from standin.store import Store

GRAPH = "https://graph.microsoft.com"
CONNECTOR = "https://api.botframework.com"
CHANNEL = "https://api.botframework.com"
"""Who signs what the chat channel sends; by Microsoft's choice the same address as the connector's audience."""

_LIFETIME_SECONDS = 3599
_ROLES = {
    GRAPH: ["Calendars.ReadWrite", "MailboxSettings.Read", "User.Read.All", "Mail.Send"],
    CONNECTOR: [],
}


class Issuer:
    """Knows the one app of the local organisation, its secret and both signing keys."""

    def __init__(self, store: Store, address: str, *, app_id: str, app_secret: str) -> None:
        self.address = address
        self._app_id = app_id
        self._app_secret = app_secret
        self._entra = keys.ensure(store, "entra")
        self._channel = keys.ensure(store, "channel")

    def channel_token(self, service_url: str) -> str:
        """What Teams sends along with an activity whose answers go to this service URL."""
        now = int(time.time())
        claims = {"iss": CHANNEL, "aud": self._app_id, "serviceurl": service_url}
        return self._channel.sign(claims | {"nbf": now - 300, "iat": now, "exp": now + _LIFETIME_SECONDS})

    def token_for_app(self, *, client_id: str, client_secret: str, scope: str) -> dict[str, Any]:
        """The token endpoint's answer to an app that proves itself with its secret. Raises EntraError."""
        if client_id.lower() != self._app_id.lower():
            raise EntraError(
                400,
                "unauthorized_client",
                700016,
                f"Application with identifier '{client_id}' was not found in the directory.",
            )
        if client_secret != self._app_secret:
            raise EntraError(401, "invalid_client", 7000215, "Invalid client secret provided.")
        return {
            "token_type": "Bearer",
            "expires_in": _LIFETIME_SECONDS,
            "ext_expires_in": _LIFETIME_SECONDS,
            "access_token": self._entra.sign(self._app_claims(_audience(scope))),
        }

    def check_bearer(self, header: str | None, audience: str) -> dict[str, Any]:
        """The claims of an Authorization header that carries a good token for this audience. Raises BearerError."""
        kind, _, token = (header or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise BearerError("Access token is empty.")
        try:
            if jwt.get_unverified_header(token).get("kid") != self._entra.kid:
                raise BearerError("Invalid signature: unknown key.")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._entra.public,
                algorithms=["RS256"],
                audience=audience,
                issuer=_issuer_of_access_tokens(),
                options={"require": ["exp", "nbf", "aud", "iss"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise BearerError("Lifetime validation failed, the token is expired.") from error
        except jwt.InvalidAudienceError as error:
            raise BearerError("Access token validation failure. Invalid audience.") from error
        except jwt.InvalidTokenError as error:
            raise BearerError(f"CompactToken parsing failed: {error}") from error
        return claims

    def discovery(self) -> dict[str, Any]:
        """Entra's discovery document for this organisation."""
        base = f"{self.address}/{TENANT_ID}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
        }

    def entra_keys(self) -> dict[str, Any]:
        """The keys that check Entra's tokens."""
        return {"keys": [self._entra.published(issuer=f"{self.address}/{TENANT_ID}/v2.0")]}

    def channel_discovery(self) -> dict[str, Any]:
        """The chat channel's discovery document."""
        return {
            "issuer": CHANNEL,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.address}/botframework/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }

    def channel_keys(self) -> dict[str, Any]:
        """The keys that check what the chat channel sends, each with the channels that it speaks for."""
        return {"keys": [self._channel.published(endorsements=["msteams"])]}

    def _app_claims(self, audience: str) -> dict[str, Any]:
        now = int(time.time())
        service_principal = str(uuid.uuid5(uuid.UUID(TENANT_ID), self._app_id))
        return {
            "aud": audience,
            "iss": _issuer_of_access_tokens(),
            "iat": now,
            "nbf": now,
            "exp": now + _LIFETIME_SECONDS,
            "appid": self._app_id,
            "appidacr": "1",
            "idtyp": "app",
            "oid": service_principal,
            "sub": service_principal,
            "roles": _ROLES[audience],
            "tid": TENANT_ID,
            "uti": uuid.uuid4().hex,
            "ver": "1.0",
        }


def _issuer_of_access_tokens() -> str:
    return f"https://sts.windows.net/{TENANT_ID}/"


def _audience(scope: str) -> str:
    resource, _, name = scope.strip().rpartition("/")
    if name != ".default":
        raise EntraError(400, "invalid_scope", 1002012, f"The provided value for scope {scope} is not valid.")
    if resource not in _ROLES:
        raise EntraError(400, "invalid_resource", 500011, f"The resource principal named {resource} was not found.")
    return resource
