"""The service with every library at its most talkative. What they say unguarded goes into a file of its own beside."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

from app import logs, time_zones
from app.server import serve
from app.settings import read_settings

UNGUARDED = "TEST_UNGUARDED_LOG"
TALKATIVE = (
    "aiohttp", "alembic", "app", "asyncio", "bot", "botbuilder", "botframework", "graph", "httpcore", "httpx", "kiota",
    "learning", "msal", "msgraph", "msrest", "sqlalchemy.engine", "sqlalchemy.pool", "storage", "urllib3",
)  # fmt: skip


def main() -> None:
    """What `learning-cycles serve` does, at the level for debugging."""
    time_zones.pin()
    logs.configure(logs.LogFormat.TEXT, sys.stderr)
    logging.getLogger().addHandler(logging.FileHandler(os.environ[UNGUARDED], encoding="utf-8"))
    for name in ("", *TALKATIVE):
        logging.getLogger(name).setLevel(logging.DEBUG)
    asyncio.run(serve(read_settings()))


if __name__ == "__main__":
    main()
