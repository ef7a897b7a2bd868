"""Reads what Graph asks for when it refuses a token that was good until now (continuous access evaluation)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Final

_LONGEST_HEADER: Final = 8192
_CLAIMS: Final = re.compile(r'\bclaims="([A-Za-z0-9+/_=-]{1,4096})"')
_INSUFFICIENT: Final = re.compile(r'\berror="insufficient_claims"')


def claims_in(header: str | None) -> str | None:
    """The claims that this WWW-Authenticate header asks for, as a JSON object in text; None when it asks for none.

    https://learn.microsoft.com/entra/identity-platform/claims-challenge. What does not look like that is None as well.
    """
    if header is None or len(header) > _LONGEST_HEADER or not _INSUFFICIENT.search(header):
        return None
    found = _CLAIMS.search(header)
    if found is None:
        return None
    encoded = found[1].rstrip("=").replace("+", "-").replace("/", "_")
    try:
        text = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
        is_object = isinstance(json.loads(text), dict)
    except (binascii.Error, ValueError, RecursionError):
        return None
    return text if is_object else None
