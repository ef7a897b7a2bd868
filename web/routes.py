"""All our pages, put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from learning.ports import SignIns
from learning.work import Runner
from web.organisation import OrganisationPages
from web.page import LOOK_PATH, Pages
from web.sign_in import SignInPages, Speaking


def sign_in_routes(
    runner: Runner,
    sign_ins: SignIns,
    speaking: Speaking,
    clock: Callable[[], datetime],
    *,
    public_url: str,
    tenant: str,
) -> list[web.RouteDef]:
    """What stands under /sign-in, where people connect their own calendars."""
    pages = Pages()
    people = SignInPages(runner, sign_ins, speaking, pages, clock)
    organisation = OrganisationPages(
        runner, sign_ins, speaking.in_locale, pages, clock, public_url=public_url, tenant=tenant
    )
    return [*people.routes(), *organisation.routes(), web.get(LOOK_PATH, pages.look)]
