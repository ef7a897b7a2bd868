"""The list of `make mutants` fits the tree: a guard that was rewritten is named here at once, not when it runs."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.mutants.guards import MUTANTS
from tests.mutants.mutant import ROOT, Edit, Mutant

EDITS = [edit for mutant in MUTANTS for edit in mutant.edits]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.file}: {edit.before[:50]!r}")
def test_each_guard_stands_where_the_list_says_once(edit: Edit) -> None:
    assert edit.times(ROOT) == 1
    assert edit.before != edit.after


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_tests_that_must_miss_it_are_there(mutant: Mutant) -> None:
    assert mutant.tests
    for test in mutant.tests:
        file, _, name = test.partition("::")
        source = (ROOT / file).read_text("utf-8")
        assert f"def {name}(" in source or not name


def test_no_guard_is_named_twice() -> None:
    assert [name for name, times in Counter(mutant.name for mutant in MUTANTS).items() if times > 1] == []
