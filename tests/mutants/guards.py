"""Every guard that somebody's privacy, or the organisation's, hangs on."""

from __future__ import annotations

from tests.mutants.calendars import CALENDAR_MUTANTS
from tests.mutants.door import DOOR_MUTANTS
from tests.mutants.mutant import Mutant
from tests.mutants.outside import OUTSIDE_MUTANTS
from tests.mutants.privacy import PRIVACY_MUTANTS

MUTANTS: tuple[Mutant, ...] = (*DOOR_MUTANTS, *PRIVACY_MUTANTS, *OUTSIDE_MUTANTS, *CALENDAR_MUTANTS)
