"""What the entries that the app writes say to whoever may look into the calendar."""

from __future__ import annotations

import pytest

from app.entries import AppointmentEntryTexts
from learning.appointment import Appointment, AppointmentId, AppointmentKind
from tests.cast import ANA, PEOPLE, slot
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

WORDS = "Watch two interviews"
LINK = "https://learning.example/chat"
MOMENT = slot("2026-03-03 09:00", "10:00")


@pytest.fixture
def texts() -> AppointmentEntryTexts:
    catalogues = load_catalogues()
    return AppointmentEntryTexts(LINK, lambda person: Speaker(catalogues, "en-GB", person.zone))


def appointment(kind: AppointmentKind, *, shows_words: bool) -> Appointment:
    return Appointment(
        id=AppointmentId("one"),
        learner=ANA,
        kind=kind,
        about="thing",
        slot=MOMENT,
        planned=MOMENT,
        words=WORDS,
        shows_words=shows_words,
    )


@pytest.mark.parametrize("kind", AppointmentKind)
def test_none_of_the_learners_words_stand_in_an_entry_unless_they_want_them(
    texts: AppointmentEntryTexts, kind: AppointmentKind
) -> None:
    neutral = texts(appointment(kind, shows_words=False), PEOPLE[0])
    assert WORDS not in repr(neutral)
    assert neutral.title


def test_who_wants_their_words_there_reads_them_as_the_title(texts: AppointmentEntryTexts) -> None:
    assert texts(appointment(AppointmentKind.STEP, shows_words=True), PEOPLE[0]).title == WORDS
