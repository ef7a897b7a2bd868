"""`learning-cycles`: the one entry point, clear to a stranger."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from app import check_command, jobs_command, keys_command, logs, time_zones
from app.local_run import run_locally
from app.server import serve
from app.settings import SettingsProblem, read_log_format, read_settings
from manifest.package import PackageProblem, PackageSettings, write
from storage.engine import UnusableDatabase, create_engine
from storage.migrate import upgrade

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that the arguments name; the process ends with its exit code."""
    time_zones.pin()
    options = _parser().parse_args(arguments)
    try:
        logs.configure(read_log_format())
        sys.exit(options.command(options))
    except (SettingsProblem, PackageProblem) as problem:
        sys.exit(f"This cannot start yet:\n{problem}")
    except (OSError, UnusableDatabase) as problem:
        sys.exit(f"This cannot run: {problem}")
    except Exception:  # a bug: written as every record is, since Python's own way would print what it stumbled over
        log.exception("this ends with a bug")
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="learning-cycles",
        description="Purposeful, self-directed learning in Microsoft Teams and Outlook.",
        epilog="Settings come from environment variables; docs/settings.md names them all.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    local = commands.add_parser("local", help="try it all on this machine, beside a stand-in for Microsoft 365")
    local.add_argument("--fresh", action="store_true", help="forget what was kept from the last time")
    local.add_argument("--folder", type=Path, default=Path(".local"), help="where it is kept (default: .local)")
    local.set_defaults(command=lambda options: run_locally(options.folder, is_fresh=options.fresh))

    commands.add_parser("serve", help="run the service with its worker").set_defaults(command=_serve)
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(command=_migrate)
    jobs_command.add_to(commands)
    keys_command.add_to(commands)
    check_command.add_to(commands)

    package = commands.add_parser("package", help="build the app package that a Teams administrator uploads")
    package.add_argument("--out", type=Path, default=Path("learning-cycles.zip"), help="the file to write")
    package.add_argument("--app-id", required=True, help="the bot's app id, a GUID")
    package.add_argument("--registration-id", help="the app registration's id, if the bot is a managed identity")
    package.add_argument("--domain", required=True, help="the service's public host, such as learning.example.com")
    package.add_argument("--developer", default="Learning Cycles", help="who offers the app")
    package.add_argument("--website", help="https address about the app (default: the domain)")
    package.add_argument("--privacy", help="https address of the privacy notice (default: the domain, /privacy)")
    package.add_argument("--terms", help="https address of the terms of use (default: the domain, /terms)")
    package.add_argument("--version", default="1.0.0", help="the package's version")
    package.set_defaults(command=_package)
    return parser


def _serve(_: argparse.Namespace) -> int:
    asyncio.run(serve(read_settings()))
    return 0


def _migrate(_: argparse.Namespace) -> int:
    engine = create_engine(read_settings().database_url)
    upgrade(engine)
    engine.dispose()
    print("The database is up to date.")  # noqa: T201  a command's answer
    return 0


def _package(options: argparse.Namespace) -> int:
    site = f"https://{options.domain}"
    path = write(
        options.out,
        PackageSettings(
            app_id=options.app_id,
            registration_id=options.registration_id or options.app_id,
            package_id=options.app_id,
            public_domain=options.domain,
            developer_name=options.developer,
            website_url=options.website or site,
            privacy_url=options.privacy or f"{site}/privacy",
            terms_url=options.terms or f"{site}/terms",
            version=options.version,
        ),
    )
    print(f"{path} is ready to be uploaded in the Teams admin centre.")  # noqa: T201  a command's answer
    return 0
