from __future__ import annotations

from tests.work_fixture import engine, run, waiting_jobs  # noqa: F401  fixtures
