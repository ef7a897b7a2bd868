"""The learner keeps something as evidence, or takes it out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.on_cycle import OnCycle, pressed_cycle
from learning.actions.telling import refresh
from learning.cycle import Cycle
from learning.evidence import Evidence, EvidenceId, EvidenceNotChosen, check_evidence
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class KeepEvidence:
    """A note, a link, or both."""

    on: OnCycle
    note: str
    link: str


@dataclass(frozen=True, kw_only=True)
class RemoveEvidence:
    """What was chosen; empty when nothing was."""

    on: OnCycle
    evidence: str


def keep_evidence(work: Work, command: KeepEvidence, actor: PersonId, now: datetime) -> Evidence:
    """Keep it with today's date; reviews show it when they come."""
    cycle = pressed_cycle(work, command.on, actor, now)
    check_evidence(command.note, command.link)
    evidence = Evidence(
        id=EvidenceId(work.new_id()),
        cycle=cycle.id,
        learner=actor,
        note=command.note,
        url=command.link,
        collected_at=now,
    )
    work.evidence.add(evidence)
    _changed(work, cycle, now)
    return evidence


def remove_evidence(work: Work, command: RemoveEvidence, actor: PersonId, now: datetime) -> Cycle:
    """Forget it for good."""
    cycle = pressed_cycle(work, command.on, actor, now)
    if not command.evidence:
        raise EvidenceNotChosen("evidence")
    work.evidence.remove(EvidenceId(command.evidence), learner=actor)
    return _changed(work, cycle, now)


def _changed(work: Work, cycle: Cycle, now: datetime) -> Cycle:
    """Another version, so that its card asks anew. A review's card stays, since somebody may be typing there."""
    cycle = work.cycles.put(cycle)
    refresh(work, MessageKind.CYCLE, cycle.id, now=now)
    return cycle
