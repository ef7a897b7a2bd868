"""Microsoft's own schemas as a judge, run by Node from the folder `validator`."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

VALIDATOR = Path(__file__).parent / "validator"


def problems_by_microsoft(manifest: Any, folder: Path = VALIDATOR) -> list[str]:
    node = shutil.which("node")
    if node is None or not (folder / "node_modules").is_dir():
        pytest.fail("Node or Microsoft's manifest schemas are missing: run `make setup`.")
    run = subprocess.run(  # noqa: S603 - our own script, no word of it from outside
        [node, str(folder / "validate.mjs")],
        input=json.dumps(manifest),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: list[str] = json.loads(run.stdout)
    return found
