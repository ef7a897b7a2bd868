"""What an administrator has granted the app beyond the rights that its tokens name."""

from __future__ import annotations

from standin.store import Store

INSTALL_RIGHT = "TeamsAppInstallation.ReadWriteSelfForUser.All"
_TOPIC = "rights"


class Rights:
    """Remembered over restarts; nothing is granted at first unless the stand-in was started so."""

    def __init__(self, store: Store, *, install: bool = False) -> None:
        self._store = store
        self._install = bool(store.load(_TOPIC, {"install": install})["install"])

    @property
    def install(self) -> bool:
        """Whether the app may install itself for people."""
        return self._install

    def grant_install(self, *, granted: bool) -> None:
        """Give or take this right."""
        self._install = granted
        self._store.save(_TOPIC, {"install": granted})
