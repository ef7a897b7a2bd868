"""Ana's calendar: what stands there, what her hand did last, and every time the app went against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from learning.entries import Answered, Entry, EntryId, Guest, Slot
from learning.review import Review, ReviewId

DENTIST = EntryId("the dentist")
EVA = Guest(address="eva@elsewhere.example", name="Eva Lindt")
"""Whom she invites by hand, and the app never."""


class Died(Exception):
    """The service was killed between something outside and keeping it."""


class AnasCalendar:
    """A calendar that never doubles an entry of one key, as Outlook does not.

    `fights` says in words what the app did against her hand; it stays empty. `half_written` are the reviews whose entry
    stood when the service died: should she delete it before the service is back, nobody can know that it ever stood.
    """

    def __init__(self, dentist: Slot) -> None:
        self.entries: dict[EntryId, Entry] = {DENTIST: Entry(id=DENTIST, slot=dentist)}
        self.unread: set[EntryId] = {DENTIST}
        self.review_of: dict[EntryId, ReviewId] = {}
        self.fights: list[str] = []
        self.half_written: set[ReviewId] = set()
        self._dentist = dentist
        self._written: dict[str, EntryId] = {}
        self._where_read: dict[EntryId, Slot] = {}
        self._by_hand: set[EntryId] = set()
        self._deleted: set[ReviewId] = set()
        self._taken_out: set[tuple[ReviewId, Guest]] = set()
        self._calls_left: int | None = None

    @property
    def ours(self) -> list[Entry]:
        """What the app wrote and still stands."""
        return [entry for entry in self.entries.values() if entry.id != DENTIST]

    # --- her hand

    def drag(self, entry: Entry, days: int) -> None:
        by = timedelta(days=days)
        slot = Slot(starts_at=entry.slot.starts_at + by, ends_at=entry.slot.ends_at + by)
        self.entries[entry.id] = replace(entry, slot=slot)
        self.unread.add(entry.id)
        if slot == self._where_read.get(entry.id):
            self._by_hand.discard(entry.id)
        else:
            self._by_hand.add(entry.id)

    def delete(self, entry: Entry) -> None:
        del self.entries[entry.id]
        self.unread.add(entry.id)
        review = self.review_of[entry.id]
        if review in self.half_written:  # nobody can know that it ever stood
            self._written = {key: each for key, each in self._written.items() if each != entry.id}
        else:
            self._deleted.add(review)

    def she_wants_another_end(self) -> None:
        """The app may move what she had placed by hand."""
        self._by_hand.clear()

    def she_wants_it_back(self, review: ReviewId) -> None:
        self._deleted.discard(review)

    def take_out(self, entry: Entry, guest: Guest) -> None:
        self._has_guests(entry, [each for each in entry.guests if each.guest != guest])
        self._taken_out.add((self.review_of[entry.id], guest))

    def invite_by_hand(self, entry: Entry) -> None:
        self._has_guests(entry, [*(each for each in entry.guests if each.guest != EVA), Answered(guest=EVA)])

    def she_picks(self, guests: Iterable[Guest]) -> None:
        """Whoever is picked anew is invited again, also where she had taken them out."""
        self._taken_out = {(review, guest) for review, guest in self._taken_out if guest not in guests}

    def is_answered(self, entry: Entry, answer: Answered) -> None:
        """By somebody who is invited."""
        self._has_guests(entry, [answer if each.guest == answer.guest else each for each in entry.guests])

    # --- what the app does

    def dies_after(self, calls: int | None) -> None:
        """The service dies when it has written, moved or removed so often, before it can keep that; None for never."""
        self._calls_left = calls

    def read(self) -> dict[EntryId, Entry | None]:
        """Everything that changed since the last reading, other people's entries too."""
        seen = {each: self.entries.get(each) for each in self.unread}
        self.unread = set()
        self._where_read.update({each: entry.slot for each, entry in seen.items() if entry})
        return seen

    def look(self, entries: Iterable[EntryId]) -> dict[EntryId, Entry | None]:
        """These, whatever the reading tells of them."""
        return {each: self.entries.get(each) for each in entries}

    def write(self, review: Review, slot: Slot, guests: Iterable[Guest] = ()) -> Entry:
        if review.id in self._deleted:
            self.fights.append(f"wrote {review.id} again, which she had deleted")
        known = self.entries.get(self._written.get(review.entry_key, DENTIST))
        entry = known if known and known.id != DENTIST else self._new_entry(review, slot, guests)
        self.half_written.add(review.id)
        self._called()
        self.half_written.discard(review.id)
        return entry

    def move(self, entry: EntryId, slot: Slot) -> Entry | None:
        if entry in self._by_hand or entry == DENTIST:
            self.fights.append(f"moved {entry}, which she had placed")
        if entry not in self.entries:
            return None
        self.entries[entry] = replace(self.entries[entry], slot=slot)
        self._noticed(entry)
        self._called()
        return self.entries[entry]

    def remove(self, entry: EntryId) -> None:
        if entry not in self.review_of:
            self.fights.append(f"removed {entry}, which is not ours")
        if self.entries.pop(entry, None):
            self.unread.add(entry)
        self._called()

    def invite(self, entry: EntryId, guests: Iterable[Guest]) -> Entry | None:
        """It has exactly these guests from now on; whoever was invited before is not asked again."""
        if entry not in self.entries:
            return None
        there, wanted = {each.guest: each for each in self.entries[entry].guests}, list(guests)
        for guest in set(wanted) - there.keys():
            if (self.review_of[entry], guest) in self._taken_out or guest == EVA:
                self.fights.append(f"invited {guest.name} to {entry} again, whom she had taken out")
        if EVA in there and EVA not in wanted:
            self.fights.append(f"took {EVA.name} out of {entry}, whom she had invited")
        self._has_guests(self.entries[entry], [there.get(guest, Answered(guest=guest)) for guest in wanted])
        self._called()
        return self.entries[entry]

    def _has_guests(self, entry: Entry, guests: Iterable[Answered]) -> None:
        self.entries[entry.id] = replace(entry, guests=tuple(guests))
        self.unread.add(entry.id)

    def _new_entry(self, review: Review, slot: Slot, guests: Iterable[Guest]) -> Entry:
        if review.entry_key in self._written:
            self.fights.append(f"wrote {review.entry_key} twice")
        invited = tuple(Answered(guest=guest) for guest in guests)
        entry = Entry(id=EntryId(f"entry {len(self.review_of)}"), slot=slot, guests=invited)
        self.entries[entry.id] = entry
        self.review_of[entry.id] = review.id
        self._written[review.entry_key] = entry.id
        self._noticed(entry.id)
        return entry

    def _noticed(self, entry: EntryId) -> None:
        """The next reading tells of it, as of every change; it is the app's own."""
        self.unread.add(entry)
        self._where_read[entry] = self.entries[entry].slot

    def _called(self) -> None:
        if self.entries[DENTIST].slot != self._dentist:
            self.fights.append("touched what is not ours")
        if self._calls_left is not None:
            if self._calls_left == 0:
                raise Died
            self._calls_left -= 1
