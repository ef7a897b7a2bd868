"""The command line: `python -m bench NAME [--people N] [--json]`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from bench import calendar, send

_BENCHES = {"calendar": calendar, "send": send}


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
    parser.add_argument("--people", type=int, default=calendar.PEOPLE, help="how many, in calendar")
    said = parser.parse_args()
    report = asyncio.run(calendar.run(said.people) if said.name == "calendar" else send.run())
    print(json.dumps(report.figures) if said.json else "\n".join(report.lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
