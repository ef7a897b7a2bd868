"""The pages on which people sign in and administrators allow an app, for browsers, on the plain HTTP address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web
from yarl import URL

from standin import people
from standin.entra import pages, scopes
from standin.entra.authorize import Authorization, Refused, Returned
from standin.entra.errors import EntraError
from standin.entra.routes import check_tenant
from standin.people import TENANT_ID

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from standin.people import Person
    from standin.world import World

    Handler = Callable[[web.Request], Awaitable[web.Response]]

WINDOW_COOKIE = "standin_window"
"""The page keeps here whose window opened a sign-in, so that the account is chosen already."""
_AUTHORIZE = "/{tenant}/oauth2/v2.0/authorize"
_ADMIN_CONSENT = ("/{tenant}/v2.0/adminconsent", "/{tenant}/adminconsent")


def routes(world: World) -> list[web.AbstractRouteDef]:
    """The pages themselves; relative to the HTTP address."""
    handlers = _Pages(world)
    found: list[web.AbstractRouteDef] = []
    for path, handler in ((_AUTHORIZE, handlers.authorize), *((path, handlers.admin) for path in _ADMIN_CONSENT)):
        found += [web.get(path, _shown(handler)), web.post(path, _shown(handler))]
    return found


def signposts(world: World) -> list[web.AbstractRouteDef]:
    """The same addresses under HTTPS, which lead to the pages."""

    async def lead(request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{world.settings.http_address}{request.raw_path}")

    return [web.get(path, lead) for path in (_AUTHORIZE, *_ADMIN_CONSENT)]


class _Pages:
    def __init__(self, world: World) -> None:
        settings = world.settings
        self._accounts = world.accounts
        self._feed = world.feed
        self._authorization = Authorization(
            world.accounts, world.grants, app_id=settings.app_id, app_address=settings.app_address
        )

    async def authorize(self, request: web.Request) -> web.Response:
        """GET …/authorize begins; each page is answered by POST to the same address, with all that was said before."""
        wanted = self._authorization.read(request.query)
        hinted = _hinted(request)
        if wanted.prompt == "none":
            raise self._authorization.silently(wanted, hinted)
        said = await _said(request)
        step = self._authorization.next(wanted, said)
        if step.person is None:
            return _page(pages.pick_account(hinted, said))
        names = wanted.rights or frozenset({scopes.USER})
        return _page(pages.STEPS[step.page](step.person, names, said))

    async def admin(self, request: web.Request) -> web.Response:
        """GET …/adminconsent: an administrator allows in everybody's name what the app asks for."""
        redirect_uri = self._authorization.check_app(request.query)
        said = await _said(request)
        state = {"state": request.query["state"]} if "state" in request.query else {}
        if said.get("answer") == "cancel":
            refused = {"error": "access_denied", "error_subcode": "cancel"}
            words = "AADSTS65004: User declined to consent to access the app."
            raise Returned(redirect_uri, {**refused, "error_description": words, "admin_consent": "True", **state})
        person = people.by_key(said.get("account", ""))
        if person is None:
            return _page(pages.pick_account(_hinted(request), said))
        if not person.is_administrator:
            return _page(pages.not_an_administrator(person, said))
        if said.get("answer") != "accept":
            return _page(pages.consent_in_everybodys_name(person, scopes.ASKED, said))
        self._accounts.switch({"allowed": True})
        self._feed.publish_to_all("entra")
        raise Returned(redirect_uri, {"admin_consent": "True", "tenant": TENANT_ID, **state, "scope": _all_scopes()})


def _shown(handler: Handler) -> Handler:
    """What ends a sign-in: back to the app, or a page with the refusal."""

    async def shown(request: web.Request) -> web.Response:
        try:
            check_tenant(request)
            return await handler(request)
        except Returned as back:
            raise web.HTTPFound(URL(back.redirect_uri).update_query(back.parameters)) from back
        except Refused as refused:
            return _page(pages.refused(refused.number, str(refused)), status=400)
        except EntraError as error:
            return _page(pages.refused(error.number, str(error)), status=400)

    return shown


async def _said(request: web.Request) -> dict[str, str]:
    if request.method != "POST":
        return {}
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _hinted(request: web.Request) -> Person | None:
    """Who signs in, as far as the app or the window that opened the page says so."""
    hint = request.query.get("login_hint")
    return people.by_object_id(hint) if hint else people.by_key(request.cookies.get(WINDOW_COOKIE, ""))


def _page(html: str, *, status: int = 200) -> web.Response:
    headers = {"Cache-Control": "no-store", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
    return web.Response(text=html, status=status, content_type="text/html", headers=headers)


def _all_scopes() -> str:
    return " ".join(f"{scopes.GRAPH}/{name}" for name in sorted(scopes.ASKED))
