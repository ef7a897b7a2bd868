"""The page for whoever looks after Microsoft 365 in an organisation: what is asked, why, and what is never read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from aiohttp import web

from learning.actions.organisation_allowed import PIECE, organisation_allowed
from learning.errors import OutsideFailure
from learning.ports import SignIns
from learning.sign_in import OtherBrowser, fingerprint
from learning.work import Runner
from web import cookies
from web.page import Link, Pages, language_of
from wording.speaker import Speaker

log = logging.getLogger(__name__)

PAGE_PATH = "/sign-in/organisation"
DONE_PATH = "/sign-in/organisation/done"

RIGHTS = {"calendar": "Calendars.ReadWrite", "hours": "MailboxSettings.Read", "name": "User.Read, offline_access"}
NEVER = ("others", "mail", "contents", "own_will")


class OrganisationPages:
    """Explains, leads to Microsoft's page, and takes the answer. `tenant` is the organisation that is served."""

    def __init__(
        self,
        runner: Runner,
        sign_ins: SignIns,
        speaker_in: Callable[[str], Speaker],
        pages: Pages,
        clock: Callable[[], datetime],
        *,
        public_url: str,
        tenant: str,
    ) -> None:
        self._runner = runner
        self._sign_ins = sign_ins
        self._speaker_in = speaker_in
        self._pages = pages
        self._clock = clock
        self._back = f"{public_url}{DONE_PATH}"
        self._tenant = tenant.lower()

    def routes(self) -> list[web.RouteDef]:
        """Asked with GET alone."""
        return [
            web.get(PAGE_PATH, self.explain, allow_head=False),
            web.get(DONE_PATH, self.done, allow_head=False),
        ]

    async def explain(self, request: web.Request) -> web.Response:
        """What is asked and why, with a link to Microsoft's page. Changes nothing, whoever opens it."""
        speaker, cookie = self._speaker_in(language_of(request)), cookies.new_cookie()
        try:
            address = await self._sign_ins.consent_address(state=fingerprint(cookie), back=self._back)
        except OutsideFailure as failure:
            log.warning("Microsoft's page for organisations is not known: %s", failure)
            link = Link(words=speaker.say("page.again"), address=PAGE_PATH)
            return self._pages.message(speaker, "later", link=link, status=HTTPStatus.SERVICE_UNAVAILABLE)
        response = self._pages.draw(
            speaker, "organisation.html", "organisation", rights=RIGHTS, names=RIGHTS, never=NEVER, address=address
        )
        cookies.keep(response, cookies.ORGANISATION, cookie)
        return response

    async def done(self, request: web.Request) -> web.Response:
        """Microsoft sent the browser back: thank them, or say that nothing has changed."""
        speaker, query = self._speaker_in(language_of(request)), request.query
        if not cookies.fits(request.cookies.get(cookies.ORGANISATION, ""), query.get("state", "")):
            lines = (speaker.refusal(OtherBrowser()),)
            return self._pages.message(speaker, "refused", lines=lines, status=HTTPStatus.FORBIDDEN)
        is_ours = query.get("tenant", "").lower() == self._tenant
        if query.get("admin_consent", "").lower() != "true" or "error" in query or not is_ours:
            link = Link(words=speaker.say("page.organisation.read_again"), address=PAGE_PATH)
            response = self._pages.message(speaker, "organisation_declined", link=link)
        else:
            waiting = 0
            while (found := await self._runner.run(organisation_allowed, self._clock())) == PIECE:
                waiting += found
            log.info("the organisation has allowed the app; %s people were waiting", waiting + found)
            response = self._pages.message(speaker, "organisation_allowed")
        cookies.drop(response, cookies.ORGANISATION)
        return response
