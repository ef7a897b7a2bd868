"""Row 11: an empty app id switches the stock SDK's door off. Here nothing starts, and so with other open doors."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import PREFIX

GOOD = {
    "TENANT_ID": "8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01",
    "APP_ID": "5c6f1c1e-30b0-4b6e-8f86-0a7e33d1c001",
    "APP_SECRET": "canary-secret",
    "NOTICE_URL": "https://learning.example.com/graph/notices",
    "LISTEN": "127.0.0.1:1",
}
REFUSED: dict[str, dict[str, str]] = {
    "APP_ID": {"APP_ID": ""},
    "TENANT_ID": {"TENANT_ID": ""},
    "AGENTS_PLAYGROUND": {"AGENTS_PLAYGROUND": "true", "LISTEN": "0.0.0.0:3978"},
    "LOCAL_SERVICE_URLS": {"LOCAL_SERVICE_URLS": "http://192.0.2.7/teams/"},
    "NOTICE_URL": {"NOTICE_URL": "http://learning.example.com/graph/notices"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_row_11_the_service_does_not_start_with_its_door_open(tmp_path: Path, name: str) -> None:
    settings = {**GOOD, "DATABASE_URL": f"sqlite:///{tmp_path}/data.db", **REFUSED[name]}
    started = subprocess.run(
        [sys.executable, "-m", "app", "serve"],
        env={**os.environ, **{PREFIX + key: value for key, value in settings.items()}},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode != 0
    assert PREFIX + name in started.stderr
    assert "canary-secret" not in started.stderr + started.stdout
    assert not (tmp_path / "data.db").exists()
