"""Three kinds of error: a Refusal is shown to the person, an OutsideFailure is tried again, anything else is a bug."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from learning.people import Away

if TYPE_CHECKING:
    from learning.connection import WhyNot


class Refusal(Exception):
    """A rule says no. The person reads a sentence of the catalogue: `refusal.<class name>`.

    `field` names the question it is about, when there is one; `facts` fill the sentence.
    """

    def __init__(self, field: str | None = None, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.field = field
        self.facts = facts


class NotHere(Refusal):
    """The thing does not exist, or is not for this person: from outside the two look alike."""


class SomeoneWasFaster(Refusal):
    """What was pressed showed an older state than the one that is kept."""


class PressedAlready(Refusal):
    """The same button of the same card was pressed before."""


class OutsideFailure(Exception):
    """Something outside our database did not do what it was asked.

    `permanent`: asking again will not help. `retry_after`: how long the other side asks us to wait.
    `needs_consent`: the person or their organisation has to allow it first.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        needs_consent: bool = False,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after
        self.needs_consent = needs_consent


class ChatClosed(OutsideFailure):
    """Nothing can be said in this person's chat any more, and `away` says why. The next arrival opens it again."""

    def __init__(self, reason: str, away: Away) -> None:
        super().__init__(reason, permanent=True)
        self.away = away


class MaybeDone(OutsideFailure):
    """No clear answer came: what was asked for may have been done, or not."""


class PartRefused(OutsideFailure):
    """The calendar did not take one change as it is: without a part of it, it may be taken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, permanent=True)


class GuestsRefused(PartRefused):
    """That part may be the guests."""


class OnlineRefused(PartRefused):
    """That part may be the online meeting: the calendar gave the entry none."""


class MarkEnded(OutsideFailure):
    """The calendar no longer knows the point from which changes were asked: read everything once more."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__ or "")


class SignInNeeded(OutsideFailure):
    """Nothing can be done with the person's own right until they, or their organisation, did something: `why`.

    `claims` is what a new sign-in has to ask for in addition, where that was said.
    """

    def __init__(self, why: WhyNot, *, claims: str | None = None) -> None:
        super().__init__(f"the person's own right cannot be used: {why}", permanent=True, needs_consent=True)
        self.why = why
        self.claims = claims


class TokenRefused(OutsideFailure):
    """A token, or the answer to a sign-in, is not what it must be. `reason` says why in a word, and quotes nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"a sign-in is refused: {reason}", permanent=True)
        self.reason = reason


class SignInDeclined(OutsideFailure):
    """The person said no on Microsoft's page."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__ or "", permanent=True)


class Outdated(Exception):
    """Another process kept a newer state meanwhile."""


class Tampered(Exception):
    """What was sealed is not whole, or is somebody else's: changed by hand, or sealed under a key that is not here."""
