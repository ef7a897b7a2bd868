"""`make mutants`: takes each guard away in turn, in copies of the tree, and shows that a test fails.

A tool of our own and not one that changes every line: those take hours, leave hundreds of changes that no promise is
about, and say nothing on whether the guards are among them. Here each guard has a name, an edit and the tests that must
miss it, so that a run takes minutes and what survives is a finding.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.guards import MUTANTS
from tests.mutants.mutant import ROOT, Mutant

COPIES = 4
SECONDS_FOR_A_MUTANT = 180
FAILED = 1
"""pytest's exit code when tests ran and some failed. Any other one says that they could not run."""
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".local", ".stamps", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "*.db"
)


def main(names: list[str]) -> int:
    """Try those whose name holds one of these words, or all; 1 when a guard is not missed by any test."""
    chosen = [mutant for mutant in MUTANTS if not names or any(name in mutant.name for name in names)]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [copied(Path(folder) / str(number)) for number in range(min(COPIES, len(chosen)))]
        say(f"{len(chosen)} guards; first, all tests that must miss them pass while they are there …")
        if not pass_unchanged(copies[0], chosen):
            say("Tests fail although nothing was taken away, so nothing can be told.")
            return 1
        survivors = tried_on(copies, chosen)
    if survivors:
        say(f"{len(survivors)} of {len(chosen)} guards are not missed by any test: {', '.join(survivors)}")
        return 1
    say(f"Each of {len(chosen)} guards is missed by a test when it is taken away.")
    return 0


def copied(to: Path) -> Path:
    """A copy of the tree, to be broken; the stand-in's built page comes along."""
    shutil.copytree(ROOT, to, ignore=LEFT_OUT)
    return to


def pass_unchanged(copy: Path, mutants: Iterable[Mutant]) -> bool:
    """Whether the tests pass on the copy as it is."""
    files = sorted({test for mutant in mutants for test in mutant.tests})
    ended = run_tests(copy, files, "-n", str(COPIES), "--dist", "loadfile")
    if ended.returncode:
        say(ended.stdout[-3000:])
    return ended.returncode == 0


def tried_on(copies: list[Path], mutants: list[Mutant]) -> list[str]:
    """The names of those that no test missed, or whose tests could not run."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for copy in copies:
        free.put(copy)

    def trial(mutant: Mutant) -> str | None:
        copy = free.get()
        try:
            return trouble_with(mutant, copy)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        troubles = list(pool.map(trial, mutants))
    return [mutant.name for mutant, trouble in zip(mutants, troubles, strict=True) if trouble]


def trouble_with(mutant: Mutant, copy: Path) -> str | None:
    """None when a test missed the guard. The copy is whole again afterwards."""
    began, held = time.monotonic(), [(edit, edit.apply(copy)) for edit in mutant.edits]
    try:
        ended = run_tests(copy, mutant.tests, "-x", "-n0")
    except subprocess.TimeoutExpired:
        found = "the tests did not end"
    else:
        found = {0: "SURVIVED", FAILED: "caught"}.get(ended.returncode, "the tests could not run")
    finally:
        for edit, text in reversed(held):
            (copy / edit.file).write_text(text, "utf-8")
    say(f"{found:<12} {mutant.name} ({time.monotonic() - began:.1f} s)")
    return None if found == "caught" else found


def run_tests(copy: Path, tests: Iterable[str], *options: str) -> subprocess.CompletedProcess[str]:
    """Run these on this copy, and never on the tree itself."""
    return subprocess.run(  # noqa: S603  our own tests
        [sys.executable, "-m", "pytest", *options, "-p", "no:cacheprovider", "--timeout=120", *tests],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS_FOR_A_MUTANT * (1 if "-x" in options else 4),
        check=False,
    )


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  a command's answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
