"""What the channel has to be told before it lets anybody in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

MICROSOFT_METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
MICROSOFT_ISSUER = "https://api.botframework.com"
TEAMS_SERVICE_HOSTS = ("smba.trafficmanager.net",)


@dataclass(frozen=True, kw_only=True)
class ChannelSettings:
    """Whose bot this is and with whom it speaks. Raises ValueError with the reason when that would be unsafe.

    `service_hosts` are reached by https alone. `loopback_service_urls` are http addresses of this machine, written
    exactly as activities carry them; whoever fills them in makes sure that the service listens on loopback only, and
    the same holds for `tokenless_playground`, which lets in activities without a token (Microsoft's Agents
    Playground sends none) whose service address is one of those. `ca_file` is trusted besides the machine's own
    authorities.
    """

    app_id: str
    tenant: str
    openid_metadata_url: str = MICROSOFT_METADATA_URL
    issuer: str = MICROSOFT_ISSUER
    service_hosts: tuple[str, ...] = TEAMS_SERVICE_HOSTS
    loopback_service_urls: tuple[str, ...] = ()
    ca_file: Path | None = None
    tokenless_playground: bool = False

    def __post_init__(self) -> None:
        if not self.app_id.strip():
            raise ValueError("the app id is empty: without it nobody could tell whether a token was meant for this app")
        if not self.tenant.strip():
            raise ValueError("the tenant is empty: without it people of any organisation would be let in")
        for url in self.loopback_service_urls:
            if not _is_http_loopback(url):
                raise ValueError(f"{url!r} is not an http address of this machine, so it cannot be a loopback service")
        if not _is_https(self.openid_metadata_url) and not _is_http_loopback(self.openid_metadata_url):
            raise ValueError("signing keys are fetched by https, or by http from this machine")


def _is_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)


def _is_http_loopback(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.username is not None or not parts.hostname:
        return False
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return False
