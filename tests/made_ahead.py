"""What every fork of `tests/forked.py` finds done: it is imported where they come from."""

from __future__ import annotations

import tests.spare_keys  # noqa: F401  the stand-ins sign with these
from wording.catalogue import load_catalogues

load_catalogues()
