"""With which addresses of the chat service we speak: asked on the way in and again on the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bot.channel.settings import ChannelSettings

_HTTPS_PORT = 443


def is_allowed(url: str, settings: ChannelSettings) -> bool:
    """Whether something with our token may be sent to this address."""
    return is_named_loopback(url, settings) or _is_service_host(url, settings.service_hosts)


def is_named_loopback(url: str, settings: ChannelSettings) -> bool:
    """Whether this is one of the addresses of this machine that the settings name."""
    return url.rstrip("/") in {named.rstrip("/") for named in settings.loopback_service_urls}


def _is_service_host(url: str, hosts: tuple[str, ...]) -> bool:
    if not url.isascii() or not url.isprintable() or any(character in url for character in " \\@?#"):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname in hosts and port in (None, _HTTPS_PORT)
