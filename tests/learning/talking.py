"""What tests about talks have in common: Ana asked Ben, who would rather talk, and what her calendar says of it."""

from __future__ import annotations

from learning.actions.call_talk_off import CallTalkOff, call_talk_off
from learning.actions.find_due import find_due
from learning.actions.follow_appointments import appointment_written, follow_appointments
from learning.actions.rather_talk import NoTalkAfterAll, RatherTalk, rather_talk
from learning.actions.talks import place_talk
from learning.appointment import Appointment, begin_writing
from learning.calendar_plan import Seen
from learning.entries import Answered, Entry, EntryId, Guest, Reply, ShownAs, Slot
from learning.feedback import Feedback
from learning.messages import MessageKind
from learning.people import PersonId
from learning.talk import TalkState
from learning.views import AdviceView
from tests.cast import ANA, BEN, CHLOE, PEOPLE, slot
from tests.learning.asking import Asking
from tests.learning.story import Story

BENS = Guest(address="ben@example.org", name="Ben Okafor")
TALK_AT = slot("2026-03-03 09:00", "09:20")
ENTRY = EntryId("talk")


class Talking(Asking):
    """Ana asked Ben and Chloé; everything that was to be said in the chats was said."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        for person in PEOPLE:
            story.arrives(person)
        self.contract = story.asks(story.drafts(), peers=(BEN, CHLOE))
        self.request = story.request_to(BEN, self.contract)
        self.read()

    def read(self) -> dict[PersonId, list[MessageKind]]:
        return {person.id: self.story.new_kinds(person.id) for person in PEOPLE}

    def ben_would_rather_talk(self, words: str = "") -> None:
        wish = RatherTalk(request=self.request.id, words=Feedback(try_or_drop=words), press=self.press(self.request))
        self.story.run(rather_talk, wish, BEN, self.story.now)

    def ben_takes_it_back(self) -> None:
        back = NoTalkAfterAll(request=self.request.id, words=Feedback(), press=self.press(self.request))
        self.story.run(rather_talk, back, BEN, self.story.now)

    def a_moment_is_found(self) -> None:
        self.story.run(place_talk, self.request.id, TALK_AT, BENS, self.story.now)

    def ana_calls_it_off(self) -> None:
        press = self.story.press_on(self.advice().request.version)
        self.story.run(call_talk_off, CallTalkOff(request=self.request.id, press=press), ANA, self.story.now)

    def advice(self) -> AdviceView:
        return self.story.advice_as_seen_by(ANA, self.request)

    def states(self) -> tuple[TalkState, TalkState]:
        """What Ben's card and Ana's say."""
        return self.card(self.request).talk.state, self.advice().talk.state

    def entries(self) -> list[Appointment]:
        return list(self.story.run(lambda work: work.appointments.about(self.request.id, learner=ANA)))

    def talk(self) -> Appointment:
        (talk,) = self.entries()
        return talk

    def it_is_written(self) -> None:
        """The calendar job writes its entry."""
        begun = begin_writing(self.talk())
        talk = self.story.run(lambda work: work.appointments.put(begun))
        self.story.run(appointment_written, ANA, talk.id, self.entry(Answered(guest=BENS)), self.story.now)

    def entry(self, *guests: Answered, at: Slot | None = None) -> Entry:
        return Entry(id=ENTRY, slot=at or self.talk().slot, shown_as=ShownAs.BUSY, guests=guests)

    def calendar_says(self, entry: Entry | None) -> None:
        reading = Seen(entries={ENTRY: entry}, mark="mark", here=frozenset({ENTRY}))
        self.story.run(follow_appointments, PEOPLE[0], reading, self.story.now)

    def ben_answers(self, reply: Reply, proposes: Slot | None = None, guest: Guest = BENS) -> None:
        self.calendar_says(self.entry(Answered(guest=guest, reply=reply, proposes=proposes)))

    def ticks(self) -> None:
        self.story.run(find_due, self.story.now)
