"""Rules that say which calls and which notices go wrong, and how. They are forgotten when the stand-in stops."""

from __future__ import annotations

import random
import uuid
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from standin import people

STATUSES = (
    "400", "401", "403", "404", "409", "410", "412", "413", "423", "429", "500", "502", "503", "504", "507", "509",
)  # fmt: skip
CALL_FAULTS = (*STATUSES, "drop", "commit-then-504", "commit-then-drop", "slow", "nonsense")
NOTICE_FAULTS = ("lost", "doubled", "late", "reordered")
NOTICES = "notices"
_WHERE = {**dict.fromkeys(("graph", "teams", "entra"), CALL_FAULTS), NOTICES: NOTICE_FAULTS}
_NEED_SECONDS = ("slow", "late")
_SEED = 20260302


class UnusableRule(Exception):
    """This is no rule; the words say why."""


@dataclass(kw_only=True)
class Rule:
    """One rule; what is None matches everything. `code` replaces Microsoft's usual code of that refusal.

    `body` is a part of what is sent.

    `times` is how often it strikes (None: until it is taken away), `done` how often it did. `share` is the part of what
    fits that it strikes, from 0 to 1 (None: all of it).
    """

    where: str
    what: str
    method: str | None = None
    path: str | None = None
    body: str | None = None
    person: str | None = None
    code: str | None = None
    retry_after: int | None = None
    seconds: float | None = None
    times: int | None = None
    share: float | None = None
    id: str = ""
    done: int = 0

    def fits(
        self, where: str, *, method: str | None = None, path: str = "", body: str = "", person: str | None = None
    ) -> bool:
        """Whether this call or notice goes wrong by this rule."""
        return (
            self.where == where
            and (self.method is None or self.method == method)
            and (self.path is None or _fits_path(self.path, path))
            and (self.body is None or self.body in body)
            and (self.person is None or self.person == person)
        )

    def to_json(self) -> dict[str, Any]:
        """The rule as it is told."""
        return asdict(self)


class Faults:
    """The rules that still apply, the oldest first; the oldest that fits strikes.

    Dice decide about shares; they fall the same way after each start.
    """

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._dice = random.Random(_SEED)  # noqa: S311 - the same faults each time are the point

    def all(self) -> list[Rule]:
        """The rules."""
        return list(self._rules)

    def add(self, said: dict[str, Any]) -> Rule:
        """A rule as somebody wrote it. Raises UnusableRule."""
        rule = read(said)
        rule.id = uuid.uuid4().hex[:8]
        self._rules.append(rule)
        return rule

    def remove(self, rule_id: str | None = None) -> bool:
        """Take one rule away, or all; False when there is no such rule."""
        left = [rule for rule in self._rules if rule_id is not None and rule.id != rule_id]
        was_there = rule_id is None or len(left) < len(self._rules)
        self._rules = left
        return was_there

    def strike(self, where: str, **call: Any) -> Rule | None:
        """The rule by which this goes wrong, counted; see `Rule.fits` for what a call is."""
        rule = next((rule for rule in self._rules if rule.fits(where, **call) and self._is_due(rule)), None)
        if rule is not None:
            rule.done += 1
            if rule.times is not None and rule.done >= rule.times:
                self._rules.remove(rule)
        return rule

    def _is_due(self, rule: Rule) -> bool:
        return rule.share is None or self._dice.random() < rule.share

    def ask_for_people(self, where: str) -> bool:
        """Whether a rule for this place is about one person, so that it matters whose call it is."""
        return any(rule.where == where and rule.person is not None for rule in self._rules)

    def ask_for_bodies(self, where: str) -> bool:
        """Whether a rule for this place is about what is sent."""
        return any(rule.where == where and rule.body is not None for rule in self._rules)


def read(said: dict[str, Any]) -> Rule:
    """A checked rule. Raises UnusableRule."""
    wanted = {name: value for name, value in said.items() if value is not None}
    unknown = sorted(wanted.keys() - set(Rule.__dataclass_fields__) | wanted.keys() & {"id", "done"})
    if unknown:
        raise UnusableRule(f"A rule has no {', '.join(unknown)}.")
    where, what = wanted.get("where"), wanted.get("what")
    if where not in _WHERE or what not in _WHERE[where]:
        raise UnusableRule(f"where is one of {', '.join(_WHERE)}; what goes with it is in the README of the stand-in.")
    for name in ("method", "path", "body", "person", "code"):
        if not isinstance(wanted.get(name, ""), str):
            raise UnusableRule(f"{name} must be text.")
    if "person" in wanted and people.by_key(wanted["person"]) is None:
        raise UnusableRule(f"Nobody here is called {wanted['person']!r}.")
    _check_numbers(wanted)
    if what in _NEED_SECONDS and "seconds" not in wanted:
        raise UnusableRule(f"{what} needs seconds.")
    rule = Rule(**wanted)
    rule.method = rule.method.upper() if rule.method else None
    return rule


def _check_numbers(wanted: dict[str, Any]) -> None:
    share = wanted.get("share", 1)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
        raise UnusableRule("share must be a number above 0, at most 1.")
    for name, lowest in (("retry_after", 0), ("times", 1), ("seconds", 0)):
        value = wanted.get(name, lowest)
        kinds = (int, float) if name == "seconds" else (int,)
        if isinstance(value, bool) or not isinstance(value, kinds) or value < lowest:
            raise UnusableRule(f"{name} must be a number, at least {lowest}.")


def _fits_path(wanted: str, path: str) -> bool:
    if "*" in wanted:
        return fnmatchcase(path.lower(), f"*{wanted.lower()}")
    return wanted.lower() in path.lower()
