"""Keys for the stand-ins of tests, made once: making one takes fifty milliseconds, and there are a thousand stand-ins.

Each stand-in still gets its keys under ids of its own, no two of its keys are the same, and what a test forges is
signed with a key that is made for it.
"""

from __future__ import annotations

import itertools
import uuid

from standin.entra import keys

_SPARE = [keys.new_key().private for _ in range(4)]  # at import, so that a fork has them
_NEXT = itertools.cycle(_SPARE)


def spare_key() -> keys.SigningKey:
    """A key with an id that nobody knows yet; every fourth is the same."""
    return keys.SigningKey(kid=uuid.uuid4().hex, private=next(_NEXT))


keys.new_key = spare_key
