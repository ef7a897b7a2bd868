"""What the stand-in remembers over a restart: one JSON file a topic, replaced whole."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class Store:
    """A folder of JSON files. Each is written beside and moved into place: a kill never leaves half of one."""

    def __init__(self, folder: Path, *, keeps: bool = True) -> None:
        self._folder = folder
        self._keeps = keeps
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder

    @property
    def keeps(self) -> bool:
        """Whether anything is written down at all; load tests do without."""
        return self._keeps

    def load(self, topic: str, default: Any) -> Any:
        """What was saved under this topic, or the default."""
        path = self._folder / f"{topic}.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else default

    def save(self, topic: str, value: Any) -> None:
        """Keep this value under the topic."""
        if not self._keeps:
            return
        path = self._folder / f"{topic}.json"
        beside = path.with_suffix(f".{os.getpid()}.part")
        beside.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        beside.replace(path)
