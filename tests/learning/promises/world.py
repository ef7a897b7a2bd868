"""The world of one story: Ana, her peers, a newcomer and a bystander, their chats, Ana's calendar and the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from learning.actions.meet import Meet, meet
from learning.actions.pressing import Press
from learning.actions.see import see
from learning.actions.show_messages import message_shown, next_message
from learning.entries import Guest
from learning.errors import Refusal
from learning.feedback import FeedbackRequest, RequestId
from learning.messages import MessageKind
from learning.peer_side import PeerSide
from learning.people import Person, PersonId
from learning.views import View
from tests.cast import ANA, BEN, CHLOE, DAN, NOW, PEOPLE, STRANGER, TENANT, slot
from tests.learning.promises.anas_calendar import AnasCalendar
from tests.learning.promises.picture import Picture, Pictures
from tests.learning.promises.words import Words
from tests.work_fixture import run_on, storage_in_memory

MIA = PersonId(f"{TENANT}:e5000000-0000-4000-8000-000000000005")
PEERS = (BEN, CHLOE, MIA)
NEWCOMER = STRANGER
"""Noor does not have the app any more; peers suggest her."""
BYSTANDER = DAN
"""Dan is asked nothing, suggested by nobody, and everywhere."""
EVERYBODY = (ANA, *PEERS, NEWCOMER, BYSTANDER)
OTHERS = EVERYBODY[1:]
NAMES = {
    MIA: Person(id=MIA, name="Mia Rivera", locale="en-US", zone="America/New_York", chat="{}"),
    NEWCOMER: Person(id=NEWCOMER, name="Noor Haddad", locale="nl-NL", zone="UTC", chat="{}"),
    **{person.id: person for person in PEOPLE},
}

GUESTS = {person: Guest(address=f"{person[-4:]}@example.org", name=each.name) for person, each in NAMES.items()}
"""What calendars know them by."""
Command = Any


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Something that somebody was shown; `is_new` says that it came as a new message."""

    person: PersonId
    kind: MessageKind
    about: str
    view: View
    is_new: bool = False


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that somebody did, or that came about by itself (`who` is None), and what it changed."""

    name: str
    who: PersonId | None
    before: Picture
    after: Picture
    command: Command = None
    refusal: Refusal | None = None
    result: Any = None
    seen: Sequence[Sight] = ()

    @property
    def is_done(self) -> bool:
        return self.refusal is None

    @property
    def new_messages(self) -> list[str]:
        return [each for each in self.after.messages if each not in self.before.messages]


@dataclass(frozen=True, kw_only=True)
class Done:
    """A button that was pressed with effect."""

    who: PersonId
    action: Callable[..., object]
    command: Command


class World:
    """What is so, and what somebody who watched everything would remember of it."""

    def __init__(self, judge: Callable[[World, Deed], None]) -> None:
        self.engine = storage_in_memory()
        self.run = run_on(self.engine)
        self.now: datetime = NOW
        self.words = Words()
        self.calendar = AnasCalendar(slot("2026-03-30 08:00", "09:00"))
        self.story: list[str] = []
        self.tried: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.pressed: list[Done] = []
        self.away: set[PersonId] = set(EVERYBODY)
        self.sent: dict[RequestId, set[str]] = {}
        self.last_shown: dict[str, tuple[set[str], set[str]]] = {}
        self.not_now: set[RequestId] = set()
        self.suggested_by: dict[PersonId, set[PersonId]] = {person: set() for person in EVERYBODY}
        self.in_chat: dict[tuple[PersonId, MessageKind, str], str] = {}
        self.before_heavy: dict[str, tuple[frozenset[str], date]] = {}
        self._pictures = Pictures(self.engine, self.run)
        self.picture = self._pictures.take()
        self._judge = judge
        self._presses = 0

    def close(self) -> None:
        self.engine.dispose()

    # --- doing

    def does(self, name: str, who: PersonId, action: Callable[..., Any], command: Command) -> Deed:
        """Somebody presses a button, or says a word. Whoever does so is there again, as every turn tells."""
        if who in self.away:
            self.arrives(who, has_arrived=False)
        deed = self.happens(name, who, partial(self.run, action, command, who, self.now), command=command)
        if deed.is_done and hasattr(command, "press"):
            self.pressed.append(Done(who=who, action=action, command=command))
        return deed

    def happens(self, name: str, who: PersonId | None, act: Callable[[], object], *, command: Command = None) -> Deed:
        """Something is done. It may be refused by a sentence and by nothing else; then every promise is looked at."""
        before, refusal, result = self.picture, None, None
        try:
            result = act()
        except Refusal as no:
            refusal = no
        else:
            self.picture = self._pictures.take()
        self.tried[name] += 1
        self.done[name] += refusal is None
        self.story.append(f"{self.now:%d %b}: {name}" + (f" (refused: {type(refusal).__name__})" if refusal else ""))
        deed = Deed(
            name=name, who=who, before=before, after=self.picture, command=command, refusal=refusal, result=result
        )
        self._judge(self, deed)
        return deed

    def is_shown(self, name: str, sights: Sequence[Sight]) -> None:
        """People are shown these."""
        self.tried[name] += 1
        self.done[name] += 1
        self.picture = replace(self.picture, messages=self._pictures.messages())
        self._judge(self, Deed(name=name, who=None, before=self.picture, after=self.picture, seen=sights))

    def arrives(self, person: PersonId, *, has_arrived: bool = True) -> None:
        known = NAMES[person]
        meeting = Meet(name=known.name, locale=known.locale, zone=known.zone, chat="{}", has_arrived=has_arrived)
        self.happens("is there", person, partial(self.run, meet, meeting, person, self.now))
        self.away.discard(person)

    def press(self, version: int) -> Press:
        """A press of a button on this state that nobody pressed before."""
        self._presses += 1
        return Press(key=f"press {self._presses}", version=version)

    def pressed_anew(self, command: Command) -> Command:
        """The same button of the same old card, in another place of the chat."""
        return replace(command, press=self.press(command.press.version))

    # --- looking

    def reads(self, person: PersonId) -> list[Sight]:
        """Everything that is new in this person's chat. Nothing in it may stand in the way of what comes after it."""
        sights = []
        while (due := self.run(next_message, person, self.now)) is not None:
            message = due.message
            is_new = message.sent is None
            sights.append(Sight(person=person, kind=message.kind, about=message.about, view=due.view, is_new=is_new))
            self.run(message_shown, message.id, message.sent or f"sent {message.id}", message.wanted)
        return sights

    def looks_at(self, person: PersonId, kind: MessageKind, about: str) -> list[Sight]:
        """What this person is shown of a thing whose id they know; nothing when they are told that it is not here."""
        try:
            view = self.run(see, kind, about, person, self.now)
        except Refusal:
            return []
        return [Sight(person=person, kind=kind, about=about, view=view)]

    def side(self, request: FeedbackRequest) -> PeerSide:
        return self.run(lambda work: work.peer_sides.of(request.id, peer=request.peer))

    def press_of_peer(self, request: FeedbackRequest) -> Press:
        return self.press(request.version + self.side(request).version)

    def today(self, days: int = 0) -> date:
        return self.now.date() + timedelta(days=days)
