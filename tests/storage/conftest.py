from __future__ import annotations

from tests.storage.two_programs import programs  # noqa: F401  a fixture
from tests.work_fixture import engine, run, waiting_jobs  # noqa: F401  fixtures
