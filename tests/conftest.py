"""In which order the tests run, and what all of them share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

import tests.spare_keys  # noqa: F401  every stand-in of the tests signs with these

settings.register_profile("untimed", deadline=None)  # how long one example takes says more about the machine
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each worker begins with its share of the long tests: one that began last would keep everybody waiting."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.get_closest_marker("long")]
    others = [item for item in items if not item.get_closest_marker("long")]
    ordered: list[pytest.Item] = []
    for number in range(workers):
        ordered += long[number::workers]
        until = (number + 1) * len(items) // workers - len(ordered)
        ordered += others[:until]
        del others[:until]
    items[:] = ordered + others
