"""Where a test may put something around a part that commits or calls outside. The service puts nothing there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Around = Callable[[str, Any], Any]
"""Given a part and its name (`work`, `calendar`, `chat`, `directory`, `mail`, `install`, `sign_ins`): what is used in
its place."""


def bare(_: str, part: Any) -> Any:
    """Nothing around it."""
    return part
