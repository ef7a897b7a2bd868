from __future__ import annotations

import pytest

from tests.storage.fixtures import samples
from tests.work_fixture import Run, engine, run, waiting_jobs  # noqa: F401  fixtures


@pytest.fixture
def ground(run: Run) -> None:  # noqa: F811  the fixture of that name
    """What private things stand on: Ana's contract, which Ben was shown, and its cycle."""
    run(samples.ground)
