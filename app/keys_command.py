"""`learning-cycles rotate-keys`: everybody's kept rights under the newest of the keys."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime

from app.settings import Settings, read_settings
from graph.resealing import Resealed, reseal_all
from graph.sealing import Seal
from storage.engine import create_engine
from storage.migrate import upgrade
from storage.runner import WorkRunner
from storage.token_rows import SqlTokenRows

SOME_ARE_LOST = 1


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("rotate-keys", help="seal people's kept rights anew under the newest key")
    parser.set_defaults(command=_rotate)


def _rotate(_: argparse.Namespace) -> int:
    resealed = asyncio.run(_reseal(read_settings()))
    print(f"Sealed under the newest key: {resealed.done}.")  # noqa: T201  a command's answer
    if not resealed.lost:
        return 0
    print(f"Opened by none of the keys: {resealed.lost}. These people will be asked to connect again.")  # noqa: T201  as above
    return SOME_ARE_LOST


async def _reseal(settings: Settings) -> Resealed:
    engine = create_engine(settings.database_url)
    runner = WorkRunner(engine)
    try:
        await asyncio.to_thread(upgrade, engine)
        rows = SqlTokenRows(runner, lambda: datetime.now(UTC))
        return await reseal_all(rows, Seal(settings.token_keys.split()))
    finally:
        await runner.close()
        engine.dispose()
