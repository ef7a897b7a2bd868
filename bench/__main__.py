"""The command line: `python -m bench NAME [--people N] [--database URL] [--json]`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from bench import calendar, scale, send
from bench.figures import Report

_BENCHES = {"calendar": calendar, "scale": scale, "send": send}


def main() -> int:
    """Run one benchmark and tell its figures; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measurements that anybody can run.",
        epilog="\n".join(f"{name:8} {bench.DESCRIPTION}" for name, bench in _BENCHES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=_BENCHES, metavar="NAME", help=f"one of: {', '.join(_BENCHES)}")
    parser.add_argument("--json", action="store_true", help="one JSON object, for machines")
    parser.add_argument("--people", type=int, help="how many, in calendar and scale")
    parser.add_argument("--database", help="an empty database for scale; else it makes a SQLite file")
    said = parser.parse_args()
    report = _run(said)
    print(json.dumps(report.figures) if said.json else "\n".join(report.lines))
    return 0


def _run(said: argparse.Namespace) -> Report:
    if said.name == "scale":
        return scale.run(said.people or scale.PEOPLE, said.database)
    return asyncio.run(calendar.run(said.people or calendar.PEOPLE) if said.name == "calendar" else send.run())


if __name__ == "__main__":
    sys.exit(main())
