"""Entra's and the chat channel's discovery documents and published keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from standin.entra.claims import CHANNEL
from standin.people import TENANT_ID

if TYPE_CHECKING:
    from standin.entra.issuer import Issuer


def entra(issuer: Issuer, pages: str) -> dict[str, Any]:
    """Entra's document for this organisation; `pages` is the address at which people's browsers are served."""
    base = f"{issuer.address}/{TENANT_ID}"
    return {
        "issuer": issuer.issuer,
        "authorization_endpoint": f"{pages}/{TENANT_ID}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
    }


def entra_keys(issuer: Issuer) -> dict[str, Any]:
    """The keys that check Entra's tokens."""
    return {"keys": issuer.entra.published(issuer=issuer.issuer)}


def channel(issuer: Issuer) -> dict[str, Any]:
    """The chat channel's document."""
    return {
        "issuer": CHANNEL,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": f"{issuer.address}/botframework/v1/.well-known/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }


def channel_keys(issuer: Issuer) -> dict[str, Any]:
    """The keys that check what the chat channel sends, each with the channels that it speaks for."""
    return {"keys": issuer.channel.published(endorsements=["msteams"])}
