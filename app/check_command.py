"""`learning-cycles check`: whether the settings are right and everything that they name is there, a line a check."""

from __future__ import annotations

import argparse
import asyncio

from app.checks import Check, Checks, NotWell
from app.settings import Settings, SettingsProblem, read_settings

PROBLEM = 1
PATIENCE_SECONDS = 20.0
EPILOG = """Each check is tried once and given 20 seconds at most. Run it where the service runs, with its settings,
while it runs. It prints no secret. Exit codes: 0 all is well, 1 something is not."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("check", help="try the settings and everything that they name", epilog=EPILOG)
    parser.set_defaults(command=_check)


def _check(_: argparse.Namespace) -> int:
    try:
        settings = read_settings()
    except SettingsProblem as problem:
        for line in str(problem).splitlines():
            _say("problem", "settings", line.removeprefix("- "))
        return PROBLEM
    _say("ok", "settings", "they are all there and fit together")
    return asyncio.run(_try_all(settings))


async def _try_all(settings: Settings) -> int:
    async with Checks(settings) as checks:
        named = checks.all()
        found = await asyncio.gather(*(_found(check) for check in named.values()))
    for name, (is_well, words) in zip(named, found, strict=True):
        _say("ok" if is_well else "problem", name, words)
    return 0 if all(is_well for is_well, _ in found) else PROBLEM


async def _found(check: Check) -> tuple[bool, str]:
    """Whether it is well, and the words to print. A check that hangs is not well."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return True, await check()
    except NotWell as problem:
        return False, str(problem)
    except TimeoutError:
        return False, f"no answer within {PATIENCE_SECONDS:.0f} seconds. Is the way there open?"


def _say(how: str, name: str, words: str) -> None:
    print(f"{how:<8} {name:<16} {words}", flush=True)  # noqa: T201  a command's answer
