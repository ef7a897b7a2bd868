"""The pages on which a person connects their calendar in a browser: to Microsoft, and back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web

from learning.actions.connect import calendar_connected, could_not_connect, did_not_connect
from learning.actions.use_sign_in import ToFinish, keep_begun, take_answer, to_begin
from learning.errors import OutsideFailure, Refusal, SignInDeclined, SignInNeeded, TokenRefused
from learning.people import Person
from learning.ports import SignIns
from learning.sign_in import OtherBrowser, SignInId, SignInOver
from learning.work import Runner
from web import cookies
from web.page import HEADERS, Link, Pages, language_of
from wording.speaker import Speaker

log = logging.getLogger(__name__)

START_PATH = "/sign-in/start"
CALLBACK_PATH = "/sign-in/callback"
_LONGEST_ID = 100


@dataclass(frozen=True, kw_only=True)
class Speaking:
    """Who speaks to a person, and to somebody of whom only the language is known."""

    for_person: Callable[[Person], Speaker]
    in_locale: Callable[[str], Speaker]


class SignInPages:
    """To Microsoft and back. Whose calendar is connected is decided by who made the sign-in, never by who opens it."""

    def __init__(
        self, runner: Runner, sign_ins: SignIns, speaking: Speaking, pages: Pages, clock: Callable[[], datetime]
    ) -> None:
        self._runner = runner
        self._sign_ins = sign_ins
        self._speaking = speaking
        self._pages = pages
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Asked with GET alone: a HEAD would begin what nobody goes on with."""
        return [
            web.get(START_PATH, self.start, allow_head=False),
            web.get(CALLBACK_PATH, self.callback, allow_head=False),
        ]

    async def start(self, request: web.Request) -> web.Response:
        """Begin in this browser, and send it to Microsoft. The link of a sign-in that is over begins nothing."""
        sign_in = SignInId(request.query.get("id", "")[:_LONGEST_ID])
        cookie = cookies.new_cookie()
        try:
            to = await self._runner.run(to_begin, sign_in, self._clock())
            begun = await self._sign_ins.begin(to.person.id, claims=to.claims)
            await self._runner.run(keep_begun, sign_in, begun, cookie, self._clock())
        except SignInOver as refusal:
            return self._refused(request, refusal)
        except OutsideFailure as failure:
            return self._later(self._speaking.for_person(to.person), sign_in, failure)
        response = web.Response(status=HTTPStatus.SEE_OTHER, headers={**HEADERS, "Location": begun.url})
        cookies.keep(response, cookies.SIGN_IN, cookie)
        return response

    async def callback(self, request: web.Request) -> web.Response:
        """Microsoft sent the browser back: finish, if it is the browser that began, and say what came of it."""
        state, cookie = request.query.get("state", ""), request.cookies.get(cookies.SIGN_IN, "")
        try:
            to = await self._runner.run(take_answer, state, cookie, self._clock())
        except (SignInOver, OtherBrowser) as refusal:
            return self._refused(request, refusal)
        response = await self._finish(to, request)
        cookies.drop(response, cookies.SIGN_IN)
        return response

    async def _finish(self, to: ToFinish, request: web.Request) -> web.Response:
        speaker, person = self._speaking.for_person(to.person), to.person.id
        try:
            await self._sign_ins.finish(person, to.flow, dict(request.query))
        except SignInDeclined:
            await self._runner.run(did_not_connect, person, self._clock())
            return self._pages.message(speaker, "declined", link=_again(speaker, to.sign_in))
        except TokenRefused as refused:
            log.warning("an answer to a sign-in was refused: %s", refused)
            await self._runner.run(did_not_connect, person, self._clock())
            return self._pages.message(
                speaker, "other_account", link=_again(speaker, to.sign_in), status=HTTPStatus.FORBIDDEN
            )
        except SignInNeeded as needed:
            await self._runner.run(could_not_connect, person, needed.why, needed.claims, self._clock())
            return self._pages.message(speaker, f"why_not.{needed.why.name.lower()}", link=_again(speaker, to.sign_in))
        except OutsideFailure as failure:
            return self._later(speaker, to.sign_in, failure)
        await self._runner.run(calendar_connected, to.sign_in, person, self._clock())
        return self._pages.message(speaker, "connected")

    def _refused(self, request: web.Request, refusal: Refusal) -> web.Response:
        """What is said to whoever it is: who they are is not known."""
        speaker = self._speaking.in_locale(language_of(request))
        return self._pages.message(speaker, "refused", lines=(speaker.refusal(refusal),), status=HTTPStatus.FORBIDDEN)

    def _later(self, speaker: Speaker, sign_in: SignInId, failure: OutsideFailure) -> web.Response:
        log.warning("a sign-in could not go on: %s", failure)
        return self._pages.message(
            speaker, "later", link=_again(speaker, sign_in), status=HTTPStatus.SERVICE_UNAVAILABLE
        )


def _again(speaker: Speaker, sign_in: SignInId) -> Link:
    return Link(words=speaker.say("page.again"), address=f"{START_PATH}?id={quote(sign_in, safe='')}")
