from __future__ import annotations

from tests.app.reaching import reaching  # noqa: F401  a fixture
from tests.work_fixture import engine, run, waiting_jobs  # noqa: F401  fixtures
