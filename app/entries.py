"""What the entries that the app writes into calendars show: neutral titles, a link back, and no words of the learner.

Only a step shows its words, and only where its learner wants that.
"""

from __future__ import annotations

from collections.abc import Callable

from learning.appointment import Appointment, slot_in
from learning.entries import NewEntry
from learning.people import Person
from wording.speaker import Speaker


class AppointmentEntryTexts:
    """Says what an entry for a step, for learning time or for a talk shows. `link` leads to the learner's chat."""

    def __init__(self, link: str, speaker_for: Callable[[Person], Speaker]) -> None:
        self._link = link
        self._speaker_for = speaker_for

    def __call__(self, appointment: Appointment, learner: Person) -> NewEntry:
        """The entry as it is to be written."""
        speaker = self._speaker_for(learner)
        own_words = appointment.words if appointment.shows_words else ""
        return NewEntry(
            key=appointment.entry_key,
            slot=slot_in(appointment, learner.zone),
            title=own_words or speaker.say(f"entry.{appointment.kind}.title"),
            text=speaker.say(f"entry.{appointment.kind}.text"),
            link_text=speaker.say("entry.link"),
            link=self._link,
            shown_as=appointment.shown_as,
            is_all_day=appointment.is_all_day,
            zone=learner.zone,
            guests=tuple(each.guest for each in appointment.guests),
        )
