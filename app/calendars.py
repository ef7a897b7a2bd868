"""Builds how calendars are reached: with each person's own right, or with the app's, as the settings say."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

from app.around import Around, bare
from app.calendar_access import CalendarAccess
from app.settings import Settings
from bot.handlers.handling import OwnCalendars
from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.delegated_tokens import PersonTokens
from graph.entra import Entra
from graph.entra_keys import EntraKeys
from graph.kept_tokens import KeptTokens
from graph.sealing import Seal
from graph.settings import GraphSettings
from graph.sign_in import EntraSignIns
from graph.token_check import TokenCheck
from learning.ports import Calendar, SignIns
from storage.runner import WorkRunner
from storage.token_rows import SqlTokenRows
from web.sign_in import CALLBACK_PATH


@dataclass(frozen=True, kw_only=True)
class Calendars:
    """Everybody's calendars; `own` is None where people do not connect theirs themselves."""

    calendar: Calendar
    own: OwnCalendars | None

    @property
    def sign_ins(self) -> SignIns | None:
        """How people connect their own."""
        return self.own.sign_ins if self.own else None

    @property
    def public_url(self) -> str:
        """Where people's browsers reach our pages."""
        return self.own.public_url if self.own else ""


async def build_calendars(
    settings: Settings,
    graph_settings: GraphSettings,
    app_graph: GraphClient,
    runner: WorkRunner,
    clock: Callable[[], datetime],
    closing: AsyncExitStack,
    around: Around = bare,
) -> Calendars:
    """The calendars. `app_graph` acts with the app's own right; what is opened here, `closing` closes."""
    if settings.calendar_access is CalendarAccess.APP_ONLY:
        return Calendars(calendar=GraphCalendar(app_graph, graph_settings), own=None)
    entra, keys = Entra(graph_settings), EntraKeys(graph_settings)
    closing.push_async_callback(entra.close)
    closing.push_async_callback(keys.close)
    kept = KeptTokens(SqlTokenRows(runner, clock), Seal(settings.token_keys.split()))
    graph = GraphClient(graph_settings, PersonTokens(entra, kept), is_delegated=True)
    closing.push_async_callback(graph.close)
    callback = f"{settings.public_url}{CALLBACK_PATH}"
    sign_ins = around("sign_ins", EntraSignIns(entra, kept, TokenCheck(graph_settings, keys), callback=callback))
    own = OwnCalendars(sign_ins=sign_ins, public_url=settings.public_url)
    return Calendars(calendar=GraphCalendar(graph, graph_settings), own=own)
