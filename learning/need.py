"""Whose need a contract serves: the organisation's, the team's, the learner's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Needs:
    """A short text for each; empty means not said. "Not known yet, I will find out" is an answer like any other."""

    organisation: str = ""
    team: str = ""
    own: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said at all."""
        return not (self.organisation or self.team or self.own)
