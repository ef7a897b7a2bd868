"""How a person is spoken to: their language where we have it, their clock, their way to write dates."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from learning.actions.save_draft import PeerUnknown
from learning.terms import EndsTooSoon, TooLong
from wording.catalogue import Catalogue, load_catalogues
from wording.dates import locale_for, weekday_text
from wording.speaker import Speaker

CATALOGUES = load_catalogues()
MORNING = datetime(2026, 3, 24, 9, 5, tzinfo=UTC)
EVENING = datetime(2026, 3, 24, 23, 30, tzinfo=UTC)


def speaker(locale: str = "en-GB", zone: str = "Europe/Amsterdam") -> Speaker:
    return Speaker(CATALOGUES, locale, zone)


@pytest.mark.parametrize(
    ("locale", "moment", "day"),
    [
        ("en-GB", "Tuesday 24 March, 10:05", "24 March 2026"),
        ("en-US", "Tuesday, March 24, 10:05\u202fAM", "March 24, 2026"),
        ("en", "Tuesday 24 March, 10:05", "24 March 2026"),
        ("xx-YY", "Tuesday 24 March, 10:05", "24 March 2026"),
        ("", "Tuesday 24 March, 10:05", "24 March 2026"),
        ("en-Latn-US", "Tuesday, March 24, 10:05\u202fAM", "March 24, 2026"),
    ],
)
def test_dates_are_written_as_the_person_does(locale: str, moment: str, day: str) -> None:
    assert speaker(locale).moment(MORNING) == moment
    assert speaker(locale).day(date(2026, 3, 24)) == day


@pytest.mark.parametrize("locale", ["fr-FR", "de-DE", "pt-BR", "zh-Hant-TW"])
def test_who_reads_english_sentences_reads_english_dates(locale: str) -> None:
    assert "March" in speaker(locale).moment(MORNING)
    assert "Tuesday" in speaker(locale).moment(MORNING)


@pytest.mark.parametrize(("locale", "day"), [("nl-NL", "dinsdag 24 maart"), ("de-DE", "Dienstag, 24. März")])
def test_the_next_languages_write_days_in_full(locale: str, day: str) -> None:
    assert weekday_text(date(2026, 3, 24), locale_for(locale, locale[:2])) == day


def test_a_moment_is_on_the_persons_own_clock_and_day() -> None:
    assert speaker(zone="Europe/Amsterdam").moment(EVENING) == "Wednesday 25 March, 00:30"
    assert speaker(zone="America/New_York").moment(EVENING) == "Tuesday 24 March, 19:30"


def test_the_clock_change_is_followed() -> None:
    before, after = datetime(2026, 3, 28, 9, 0, tzinfo=UTC), datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    assert (speaker().time(before), speaker().time(after)) == ("10:00", "11:00")


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd", "Europe", "\x00"])
def test_without_a_known_zone_times_say_that_they_are_utc(zone: str) -> None:
    assert speaker(zone=zone).moment(MORNING) == "Tuesday 24 March, 09:05 UTC"


def test_a_moment_without_a_zone_is_a_bug() -> None:
    naive = MORNING.replace(tzinfo=None)
    for say in (speaker().moment, speaker().time):
        with pytest.raises(ValueError, match="without a time zone"):
            say(naive)


def test_a_language_with_a_catalogue_is_spoken() -> None:
    dutch = Catalogue(language="nl", sentences={"date.moment": ("{day} om {time}",)}, plural=lambda number: number != 1)
    spoken = Speaker({**CATALOGUES, "nl": dutch}, "nl-BE", "Europe/Brussels")
    assert spoken.language == "nl"
    assert spoken.moment(MORNING) == "dinsdag 24 maart om 10:05"


def test_a_refusal_is_a_sentence_with_its_facts() -> None:
    assert speaker().refusal(EndsTooSoon("ends_on", earliest=date(2026, 3, 9))) == (
        "A cycle takes a week at least. Please choose 9 March 2026 or later."
    )
    assert "1,200 characters, and 1,000 fit" in speaker().refusal(TooLong("goal", longest=1000, length=1200))


def test_somebody_whose_name_is_not_known_is_a_colleague() -> None:
    assert "a colleague is not known" in speaker().refusal(PeerUnknown("peers", peer=""))
    assert speaker().names(["Ben", ""]) == "Ben and a colleague"


def test_words_of_people_are_never_read_as_placeholders() -> None:
    assert speaker().say("summary.request", learner="{peer.__class__}") == "{peer.__class__} asks for your advice"


def test_a_forgotten_fact_is_a_bug() -> None:
    with pytest.raises(KeyError):
        speaker().say("summary.request")


def test_counting_takes_the_right_form() -> None:
    seen = [speaker().count("contract.requests_earlier", number) for number in (1, 2)]
    assert seen == ["1 earlier request is not shown here.", "2 earlier requests are not shown here."]


def test_commands_are_known_by_several_words() -> None:
    assert "new" in speaker().commands("new")
    assert "my cycle" in speaker().commands("my_cycle")
    assert "help" in speaker().commands("help")
