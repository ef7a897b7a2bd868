"""What only this machine can reach."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether this host is this machine and nobody else can reach it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host that this address names; empty when it is no address, or names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
