"""Lets calls in to a mailbox: as many as Graph's documented limits allow, and only to people who are still there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from standin import people
from standin.graph.errors import invalid_user, throttled, user_not_found
from standin.limits import Limits, Rate
from standin.staff import Staff

_AT_ONCE = 4
_IN_A_MAILBOX = (Rate(10_000, 600),)
_WAIT_SECONDS = 1
_DIRECTORY = frozenset({"teamwork"})
"""What stands under a person's address and is none of their mailbox's."""


class Gate:
    """Counts the calls that are under way to each mailbox."""

    def __init__(self, limits: Limits, staff: Staff) -> None:
        self._limits = limits
        self._staff = staff
        self._under_way: Counter[str] = Counter()

    @contextmanager
    def enter(self, segments: Sequence[str]) -> Iterator[None]:
        """A call to this address, for as long as the block runs. Raises GraphError."""
        user = segments[1] if len(segments) > 1 and segments[0].lower() == "users" else None
        is_mailbox = user is not None and len(segments) > 2 and segments[2].lower() not in _DIRECTORY  # noqa: PLR2004 - users, who, what
        self._check_present(user, is_mailbox=is_mailbox)
        if user is None or not is_mailbox:
            yield
            return
        mailbox = user.lower()
        if self._limits.are_on and self._under_way[mailbox] >= _AT_ONCE:
            raise throttled("Application is over its MailboxConcurrency limit.", _WAIT_SECONDS)
        wait = self._limits.take(f"mailbox {mailbox}", _IN_A_MAILBOX)
        if wait:
            raise throttled("Application is over its request limit.", wait)
        self._under_way[mailbox] += 1
        try:
            yield
        finally:
            self._under_way[mailbox] -= 1

    def _check_present(self, user: str | None, *, is_mailbox: bool) -> None:
        person = people.by_object_id(user) if user is not None else None
        if user is not None and person is not None and self._staff.has_left(person):
            raise invalid_user(user) if is_mailbox else user_not_found(user)
