"""The figures that a benchmark tells are those of what was counted."""

from __future__ import annotations

import pytest

from bench.figures import peak


@pytest.mark.parametrize(
    ("moments", "most"),
    [
        ([], 0),
        ([5.0], 1),
        ([0.0, 1.0, 2.0], 1),
        ([0.0, 0.5, 0.99, 1.0], 3),
        ([0.9, 1.0, 1.1, 1.8, 1.89], 5),
        ([3.0, 0.0, 3.5, 3.2], 3),
    ],
)
def test_the_peak_is_that_of_any_second_wherever_it_begins(moments: list[float], most: int) -> None:
    assert peak(moments, 1.0) == most
