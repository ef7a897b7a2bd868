"""Small modules and small functions, so that somebody finds their way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("learning", "storage", "graph", "bot", "web", "wording", "manifest", "app", "standin", "bench")
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if not {"node_modules", "versions"} & set(path.parts)]


def too_many_lines(path: Path) -> list[str]:
    lines = path.read_text("utf-8").count("\n")
    return [f"{path.relative_to(ROOT)} has {lines} lines"] if lines > LONGEST_MODULE else []


def too_long(path: Path) -> list[str]:
    name, problems = path.relative_to(ROOT), too_many_lines(path)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                problems.append(f"{name}:{node.lineno} {node.name} has {length} lines")
    return problems


@pytest.mark.parametrize("path", modules(*FOLDERS), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_and_no_function_is_long(path: Path) -> None:
    assert too_long(path) == []


def test_no_module_of_tests_is_long() -> None:
    """Their functions may be: a journey is one story."""
    assert [problem for path in modules("tests") for problem in too_many_lines(path)] == []


def test_what_is_too_long_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    module = tmp_path / "long.py"
    module.write_text("def long():\n" + "    pass\n" * LONGEST_MODULE, "utf-8")
    assert too_long(module) == ["long.py has 301 lines", "long.py:1 long has 301 lines"]
