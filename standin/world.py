"""What all parts of the stand-in share. It imports no routes, so that every part may import it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from standin.clock import Clock
    from standin.entra.accounts import Accounts
    from standin.entra.clients import Clients
    from standin.entra.grants import Grants
    from standin.entra.issuer import Issuer
    from standin.faults.rules import Faults
    from standin.feed import Feed
    from standin.graph.by_hand import ByHand
    from standin.graph.calendars import Calendars
    from standin.limits import Limits
    from standin.mail import Mailboxes
    from standin.preferences import Preferences
    from standin.rights import Rights
    from standin.staff import Staff
    from standin.store import Store
    from standin.teams.roster import Roster
    from standin.tls import Certificates

LOCAL_APP_ID = "f0a11ea5-1ca1-4000-8000-0000000000b0"
LOCAL_CATALOG_ID = "f0a11ea5-1ca1-4000-8000-0000000000ca"
"""The app's id in the organisation's app catalogue; not the id in its manifest."""
LOCAL_APP_SECRET = "only-for-this-machine"  # noqa: S105 - opens nothing but the local stand-in


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the stand-in is run.

    A port of 0 means any free one; `World.settings` has the real ones. `app_endpoint` is the product's `/api/messages`,
    `app_web` where people's browsers reach it (None: the endpoint's origin): after a sign-in Entra leads back there and
    nowhere else. `now` is local time at the very first start with this data folder. `may_install` grants the app, at
    the very first start, that it installs itself for people. Load tests switch `throttles` off, or `keeps` (nothing is
    written down but the certificates), or want so many `people` beyond the five, who have a mailbox and nothing else.
    """

    data: Path
    http_port: int = 3979
    https_port: int = 3980
    app_endpoint: str = "http://127.0.0.1:3978/api/messages"
    app_id: str = LOCAL_APP_ID
    app_secret: str = LOCAL_APP_SECRET
    app_web: str | None = None
    now: datetime | None = None
    may_install: bool = False
    throttles: bool = True
    keeps: bool = True
    people: int = 0

    @property
    def http_address(self) -> str:
        """Where the page, the clock and the Teams connector are: no slash at the end."""
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def https_address(self) -> str:
        """Where Entra and Graph are: no slash at the end."""
        return f"https://localhost:{self.https_port}"

    @property
    def app_address(self) -> str:
        """Where people's browsers reach the product: no slash at the end."""
        if self.app_web is not None:
            return self.app_web.rstrip("/")
        parts = urlsplit(self.app_endpoint)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def service_url(self) -> str:
        """The connector's address as activities carry it, with its slash."""
        return f"{self.http_address}/teams/"


@dataclass(frozen=True, kw_only=True)
class World:
    """One running local Microsoft 365."""

    settings: Settings
    store: Store
    clock: Clock
    feed: Feed
    certificates: Certificates
    issuer: Issuer
    clients: Clients
    accounts: Accounts
    grants: Grants
    calendars: Calendars
    by_hand: ByHand
    preferences: Preferences
    staff: Staff
    rights: Rights
    roster: Roster
    mailboxes: Mailboxes
    limits: Limits
    faults: Faults
