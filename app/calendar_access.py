"""With whose right the app reads and writes calendars, and what that needs of the settings."""

from __future__ import annotations

import base64
import binascii
from enum import StrEnum
from urllib.parse import urlsplit

from app.loopback import host_of, is_loopback

_KEY_BYTES = 32


class CalendarAccess(StrEnum):
    """Each person's own right, or one of the app's own."""

    DELEGATED = "delegated"
    APP_ONLY = "app_only"


def problem_with_scope() -> str:
    """Why the app's own right is refused where nobody said that it is limited."""
    return (
        "CALENDAR_ACCESS=app_only reaches every mailbox unless Exchange limits it (RBAC for Applications): "
        "limit it, and say so with APP_ONLY_IS_SCOPED=true"
    )


def problem_with_public_url(url: str) -> str | None:
    """What is wrong with this address for people's browsers."""
    if not url:
        return "PUBLIC_URL is missing: people connect their calendars there"
    if not _is_origin(url):
        return "PUBLIC_URL must be https:// and a host, with nothing behind it (http:// on loopback alone)"
    return None


def problem_with_keys(keys: str) -> str | None:
    """What is wrong with these keys, of which none is quoted."""
    if not keys.split():
        return "TOKEN_KEYS is missing: people's rights are kept encrypted; docs/settings.md says how to make a key"
    if not all(map(_is_key, keys.split())):
        return "TOKEN_KEYS must be Fernet keys (32 bytes in URL-safe base64), with spaces between them"
    return None


def _is_origin(url: str) -> bool:
    """Cookies of this kind hold for a whole host, so the address is one."""
    if not (host := host_of(url)):
        return False
    parts = urlsplit(url)
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    return is_secure and url == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc


def _is_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        return False
