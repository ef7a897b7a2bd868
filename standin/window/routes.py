"""Puts the page, and what it reads and does, on the stand-in's HTTP server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from standin.teams.routes import chats_of
from standin.window import static
from standin.window.app import AppApi
from standin.window.calendar import CalendarApi
from standin.window.chat import ChatApi
from standin.window.directory import DirectoryApi
from standin.window.doing import DoingApi
from standin.window.feed import FeedApi
from standin.window.mailbox import MailboxApi
from standin.window.sign_in import SignInApi

if TYPE_CHECKING:
    from standin.world import World


def routes(world: World) -> list[web.AbstractRouteDef]:
    """The page at `/` and its data under `/window/`."""
    people, app, mailbox = DirectoryApi(world), AppApi(world), MailboxApi(world)
    chat, calendar, feed = ChatApi(world, chats_of(world)), CalendarApi(world), FeedApi(world)
    doing = DoingApi(world)
    sign_in = SignInApi(world, chats_of(world))
    return [
        web.get("/", static.page),
        web.get("/assets/{name}", static.asset),
        web.get("/window/people", people.everybody),
        web.get("/window/{key}/people", people.find),
        web.post("/window/{key}/app", app.change),
        web.get("/window/{key}/mailbox", mailbox.read),
        web.post("/window/{key}/mailbox/{id}/read", mailbox.mark),
        web.get("/window/{key}/chat", chat.read),
        web.post("/window/{key}/chat", chat.say),
        web.post("/window/{key}/actions", chat.press),
        web.post("/window/{key}/sign-in", sign_in.exchange),
        web.post("/window/{key}/verify-state", sign_in.verify_state),
        web.get("/window/{key}/calendar", calendar.read),
        web.post("/window/{key}/calendar/{id}/move", calendar.move),
        web.delete("/window/{key}/calendar/{id}", calendar.delete),
        web.post("/window/{key}/calendar", doing.write),
        web.get("/window/{key}/calendar/deleted", doing.deleted),
        web.post("/window/{key}/calendar/{id}/rename", doing.rename),
        web.post("/window/{key}/calendar/{id}/body", doing.rewrite),
        web.post("/window/{key}/calendar/{id}/show-as", doing.show_as),
        web.post("/window/{key}/calendar/{id}/whole-days", doing.make_whole_days),
        web.post("/window/{key}/calendar/{id}/restore", doing.restore),
        web.post("/window/{key}/calendar/{id}/copy", doing.copy),
        web.post("/window/{key}/calendar/{id}/recurrence", doing.recur),
        web.post("/window/{key}/calendar/{id}/calendar", doing.put_into),
        web.post("/window/{key}/calendar/{id}/respond", doing.respond),
        web.post("/window/{key}/settings", doing.settings),
        web.get("/window/{key}/feed", feed.listen),
    ]
