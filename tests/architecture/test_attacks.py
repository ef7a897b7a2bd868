"""docs/attacks.md and the tests of attacks say the same: no row is silently without a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = 30
LATER = "with the issue that brings"


def rows() -> dict[int, str]:
    """Where each row of the table says that it is tested."""
    found = re.findall(r"^\| (\d+) \|.*\| ([^|]*) \|$", (ROOT / "docs" / "attacks.md").read_text("utf-8"), re.MULTILINE)
    return {int(number): where for number, where in found}


def found_in_tests() -> dict[int, set[str]]:
    """In which modules each row is tested, by the names of the tests."""
    found: dict[int, set[str]] = {}
    for path in (ROOT / "tests" / "attacks").glob("test_*.py"):
        for numbers in re.findall(r"^def test_rows?_(\d+(?:_and_\d+)*)_", path.read_text("utf-8"), re.MULTILINE):
            for number in numbers.split("_and_"):
                found.setdefault(int(number), set()).add(path.name)
    return found


def test_the_table_has_every_row() -> None:
    assert sorted(rows()) == list(range(1, ROWS + 1))


@pytest.mark.parametrize("row", range(1, ROWS + 1))
def test_each_row_is_tested_where_the_table_says_or_waits_for_what_it_attacks(row: int) -> None:
    where, tested = rows()[row], found_in_tests().get(row, set())
    if where.startswith(LATER):
        assert tested == set(), "the table still says that there is nothing to attack"
    else:
        assert set(re.findall(r"`(test_\w+\.py)`", where)) == tested
