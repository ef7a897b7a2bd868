"""docs/refusals.md names every call that we make of Microsoft, and no test that is not there."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from bot.channel.connector import Connector
from graph import event_requests, people_requests, requests

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "refusals.md").read_text("utf-8")
NO_CALL = {"one_of_each", "attendee_of", "utc"}


def calls_of_graph() -> set[str]:
    """The functions that make a request of Graph."""
    return {
        name
        for module in (requests, event_requests, people_requests)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    } - NO_CALL


def calls_of_teams() -> set[str]:
    return {name for name, _ in inspect.getmembers(Connector, inspect.isfunction) if not name.startswith("_")}


def test_every_call_stands_in_the_table_of_refusals() -> None:
    named = set(re.findall(r"`(\w+)`", TABLE))
    assert calls_of_graph() | calls_of_teams() <= named


def test_every_test_that_the_table_names_is_there() -> None:
    """A name may be shortened at either end, by `…`, or by what pytest adds in brackets."""
    there = "\n".join(
        name
        for file in (ROOT / "tests" / "journeys").glob("test_refusals*.py")
        for name in re.findall(r"def test_(\w+)", file.read_text("utf-8"))
    )
    quoted = re.findall(r"`(…?[a-z_]+…?)(?:\[[^]]*\])?`", TABLE)
    tests = [name.strip("…") for name in quoted if "…" in name or name.startswith("after_")]
    assert tests
    assert [name for name in tests if name not in there] == []
