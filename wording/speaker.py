"""Speaks to one person: the sentences of their language, with dates and times as they read them."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from babel.lists import format_list
from babel.numbers import format_decimal

from learning.errors import Refusal
from wording.catalogue import Catalogues
from wording.dates import day_text, in_zone, locale_for, time_text, weekday_text, zone_for

FALLBACK_LANGUAGE = "en"


class Speaker:
    """Says sentences to a person with this locale (BCP 47, such as `en-GB`) and time zone (IANA).

    A language without a catalogue is answered in English. Without a known zone times are in UTC, and say so.
    """

    def __init__(self, catalogues: Catalogues, locale: str, zone: str) -> None:
        wanted = locale.replace("_", "-").partition("-")[0].lower()
        self.language = wanted if wanted in catalogues else FALLBACK_LANGUAGE
        self._catalogue = catalogues[self.language]
        self._locale = locale_for(locale, self.language)
        self._zone = zone_for(zone)

    def say(self, key: str, /, **facts: object) -> str:
        """The sentence for this key, filled with facts. Raises SentenceMissing, and KeyError when a fact is missing.

        Dates and moments are formatted as by `day` and `moment`; `{now:time}` in a sentence shows the time alone.
        """
        return self._fill(self._catalogue.sentence(key), facts)

    def count(self, key: str, number: int, /, **facts: object) -> str:
        """The sentence for this key in the form for this number, which fills `{number}`. Raises SentenceMissing."""
        return self._fill(self._catalogue.counted(key, number), {"number": number, **facts})

    def commands(self, name: str) -> frozenset[str]:
        """What a person can type for this command, in small letters. Raises SentenceMissing."""
        return frozenset(words.strip().lower() for words in self.say(f"command.{name}").split(","))

    def refusal(self, refusal: Refusal) -> str:
        """Why a rule says no, and what to do next."""
        facts = {name: self.say("name.unknown") if fact == "" else fact for name, fact in refusal.facts.items()}
        return self.say(f"refusal.{type(refusal).__name__}", **facts)

    def day(self, day: date) -> str:
        """`24 March 2026`."""
        return day_text(day, self._locale)

    def moment(self, moment: datetime) -> str:
        """`Tuesday 24 March, 16:05` on the person's clock. Raises ValueError for a moment without a zone."""
        return self.say(
            "date.moment", day=weekday_text(in_zone(moment, self._zone), self._locale), time=self.time(moment)
        )

    def time(self, moment: datetime) -> str:
        """`16:05` or `4:05 PM` on the person's clock. Raises ValueError for a moment without a zone."""
        text = time_text(moment, self._locale, self._zone)
        return text if self._zone else self.say("date.time_without_zone", time=text)

    def number(self, number: int) -> str:
        """`1,000`."""
        return str(format_decimal(number, locale=self._locale))

    def names(self, names: Sequence[str]) -> str:
        """`Ben, Chloé and Mia`."""
        return format_list([self.name(name) for name in names], locale=self._locale)

    def name(self, name: str) -> str:
        """The name, or "a colleague" for somebody whose name is not known."""
        return name or self.say("name.unknown")

    def _fill(self, sentence: str, facts: Mapping[str, object]) -> str:
        return _Filler(self).vformat(sentence, (), facts)


class _Filler(string.Formatter):
    """Fills the placeholders of a sentence in a speaker's way."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def format_field(self, value: object, format_spec: str) -> str:
        match value:
            case datetime() if format_spec == "time":
                return self._speaker.time(value)
            case datetime():
                return self._speaker.moment(value)
            case date():
                return self._speaker.day(value)
            case int():
                return self._speaker.number(value)
            case _:
                return str(value)
