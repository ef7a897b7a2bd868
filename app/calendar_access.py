"""With whose right the app reads and writes calendars, and what that needs of the settings."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urlsplit

from app.loopback import is_loopback

_KEY_BYTES = 32


class CalendarAccess(StrEnum):
    """Each person's own right, or one of the app's own."""

    DELEGATED = "delegated"
    APP_ONLY = "app_only"


def problems_with_calendars(
    access: CalendarAccess, public_url: str, token_keys: str, *, app_only_is_scoped: bool
) -> Iterator[str]:
    """What is wrong with these settings: each text begins with the name of one."""
    if access is CalendarAccess.APP_ONLY:
        if not app_only_is_scoped:
            yield (
                "CALENDAR_ACCESS=app_only reaches every mailbox unless Exchange limits it (RBAC for Applications): "
                "limit it, and say so with APP_ONLY_IS_SCOPED=true"
            )
        return
    if not public_url:
        yield "PUBLIC_URL is missing: people connect their calendars there"
    elif not _is_origin(public_url):
        yield "PUBLIC_URL must be https:// and a host, with nothing behind it (http:// on loopback alone)"
    keys = token_keys.split()
    if not keys:
        yield "TOKEN_KEYS is missing: people's rights are kept encrypted; docs/settings.md says how to make a key"
    if not all(map(_is_key, keys)):
        yield "TOKEN_KEYS must be Fernet keys (32 bytes in URL-safe base64), with spaces between them"


def _is_origin(url: str) -> bool:
    """Cookies of this kind hold for a whole host, so the address is one."""
    parts = urlsplit(url)
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    return is_secure and bool(parts.hostname) and url == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc


def _is_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        return False
