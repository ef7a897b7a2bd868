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

    def has(self, topic: str) -> bool:
        """Whether anything was saved under this topic."""
        return self._path(topic).exists()

    def load(self, topic: str, default: Any) -> Any:
        """What was saved under this topic, or the default."""
        return json.loads(self._path(topic).read_text("utf-8")) if self.has(topic) else default

    def save(self, topic: str, value: Any) -> None:
        """Keep this value under the topic."""
        if not self._keeps:
            return
        path = self._path(topic)
        beside = path.with_suffix(f".{os.getpid()}.part")
        beside.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        beside.replace(path)

    def _path(self, topic: str) -> Path:
        return self._folder / f"{topic}.json"
