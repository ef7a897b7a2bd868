"""Where Microsoft Graph and Entra are, and who we are to them."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from graph.credentials import Credential


@dataclass(frozen=True, kw_only=True)
class GraphSettings:
    """How this deployment reaches Graph.

    `client_id` is the app registration's, and `credential` proves it; `authority` is
    `https://login.microsoftonline.com/{tenant}` or that of a local stand-in; `base_url` ends in the API's version;
    `ca_file` names the only certificate authority to trust, None means those of the machine; `notice_url` is the https
    address at which Graph finds the route of `graph.notices`, its path included.
    """

    tenant: str
    client_id: str
    credential: Credential
    authority: str
    base_url: str
    ca_file: Path | None
    notice_url: str


def trusted_certificates(settings: GraphSettings) -> ssl.SSLContext:
    """What every connection to Graph and Entra is checked with. Raises OSError when the file cannot be read."""
    return _trusted(settings.ca_file)


@lru_cache(maxsize=4)  # reading all authorities of a machine takes a while, and all clients can share them
def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
