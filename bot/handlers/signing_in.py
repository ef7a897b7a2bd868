"""Teams signs somebody in by itself: their token becomes the app's right to their calendar, and of nobody else's."""

from __future__ import annotations

import logging
from datetime import datetime

from bot.channel.address import is_same_chat
from bot.handlers.handling import OwnCalendars
from bot.turn import Exchanged, TokenAnswer, TokenOffered, Turn
from learning.actions.connect import calendar_connected, could_not_connect
from learning.actions.use_sign_in import find_sign_in
from learning.errors import OutsideFailure, SignInNeeded, TokenRefused
from learning.sign_in import SignInId, SignInOver
from learning.work import Runner

log = logging.getLogger(__name__)

_DONE = TokenAnswer(outcome=Exchanged.DONE)
_MUST_ACT = TokenAnswer(outcome=Exchanged.PERSON_MUST_ACT)
_REFUSED = TokenAnswer(outcome=Exchanged.REFUSED)


async def exchange(
    runner: Runner, own: OwnCalendars | None, turn: Turn, offered: TokenOffered, now: datetime
) -> TokenAnswer:
    """Take the token, when its sign-in was made for this person in this chat within the last ten minutes.

    A second program of the same person offers one too: it hears that all is done.
    """
    if own is None:
        return _REFUSED
    try:
        sign_in = await runner.run(find_sign_in, SignInId(offered.sign_in), turn.actor, now)
    except SignInOver:
        return _REFUSED
    if not is_same_chat(sign_in.chat, turn.chat):
        return _REFUSED
    if sign_in.used_at is not None:
        return _DONE
    try:
        await own.sign_ins.exchange(turn.actor, offered.token)
    except OutsideFailure as failure:
        return await _not_done(runner, turn, failure, now)
    await runner.run(calendar_connected, sign_in.id, turn.actor, now)
    return _DONE


async def _not_done(runner: Runner, turn: Turn, failure: OutsideFailure, now: datetime) -> TokenAnswer:
    """What is in the way is kept and shown; with the button that Teams shows now the person can go on, or try again."""
    log.warning("a token was not exchanged: %s", failure)
    if isinstance(failure, TokenRefused):
        return _REFUSED
    if isinstance(failure, SignInNeeded):
        await runner.run(could_not_connect, turn.actor, failure.why, failure.claims, now)
    return _MUST_ACT
