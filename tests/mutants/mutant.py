"""A guard that is taken away, and the tests that must notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Edit:
    """In this file, `before` stands exactly once; `after` takes its place."""

    file: str
    before: str
    after: str

    def times(self, root: Path) -> int:
        """How often the text stands there; once, as long as nobody rewrote the guard."""
        return (root / self.file).read_text("utf-8").count(self.before)

    def apply(self, root: Path) -> str:
        """Take the guard away; what the file held before comes back. Raises ValueError when it is not there once."""
        if self.times(root) != 1:
            raise ValueError(f"{self.file} does not hold this once: {self.before}")
        held = (root / self.file).read_text("utf-8")
        (root / self.file).write_text(held.replace(self.before, self.after), "utf-8")
        return held


@dataclass(frozen=True)
class Mutant:
    """The program without one guard. `tests` are files or tests of which at least one must fail then.

    Where two guards keep the same thing, both are taken away: each alone would not be missed, and that is the point of
    having two.
    """

    name: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]


def without(name: str, file: str, before: str, after: str, *tests: str) -> Mutant:
    """A mutant of one edit."""
    return Mutant(name, (Edit(file, before, after),), tests)
