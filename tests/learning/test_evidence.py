"""What a learner collects on the way is dated, theirs alone, and there when a review comes."""

from __future__ import annotations

import pytest

from learning.actions.keep_evidence import KeepEvidence, RemoveEvidence, keep_evidence, remove_evidence
from learning.actions.on_cycle import OnCycle
from learning.errors import NotHere, PressedAlready
from learning.evidence import LONGEST_NOTE, Evidence, EvidenceEmpty, EvidenceNotChosen, LinkNotSecure
from learning.messages import MessageKind
from learning.review import Review
from learning.terms import TooLong
from learning.views import ReviewView
from tests.cast import ANA, DAN
from tests.learning.story import Story


def on_cycle(story: Story, review: Review) -> OnCycle:
    cycle = story.cycle_of(review).cycle
    return OnCycle(cycle=cycle.id, press=story.press_on(cycle.version))


def keeps(story: Story, review: Review, note: str = "", link: str = "") -> Evidence:
    keeping = KeepEvidence(on=on_cycle(story, review), note=note, link=link)
    return story.run(keep_evidence, keeping, ANA, story.now)


def test_what_was_collected_is_dated_and_shown_at_reviews(story: Story) -> None:
    check_in, _ = story.running_cycle()
    note = keeps(story, check_in, "Mia spoke first", "https://example.org/notes")
    assert note.collected_at == story.now
    view = story.sees(ANA, MessageKind.REVIEW, check_in.id)
    assert isinstance(view, ReviewView)
    assert view.evidence == story.cycle_of(check_in).evidence == (note,)


@pytest.mark.parametrize(
    "link", ["http://example.org", "javascript:alert(1)", "https://", "https://a b", "example.org", "https://[x"]
)
def test_only_secure_web_addresses_are_links(story: Story, link: str) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(LinkNotSecure):
        keeps(story, check_in, "x", link)


def test_nothing_and_too_much_are_not_kept(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(EvidenceEmpty):
        keeps(story, check_in)
    with pytest.raises(TooLong):
        keeps(story, check_in, "x" * (LONGEST_NOTE + 1))


def test_a_button_pressed_twice_keeps_it_once(story: Story) -> None:
    check_in, _ = story.running_cycle()
    keeping = KeepEvidence(on=on_cycle(story, check_in), note="Once", link="")
    story.run(keep_evidence, keeping, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(keep_evidence, keeping, ANA, story.now)
    assert len(story.cycle_of(check_in).evidence) == 1


def test_it_can_be_taken_out_by_its_learner_alone(story: Story) -> None:
    check_in, _ = story.running_cycle()
    note = keeps(story, check_in, "Not for me to keep")
    removing = RemoveEvidence(on=on_cycle(story, check_in), evidence=note.id)
    with pytest.raises(NotHere):
        story.run(remove_evidence, removing, DAN, story.now)
    with pytest.raises(EvidenceNotChosen):
        story.run(remove_evidence, RemoveEvidence(on=on_cycle(story, check_in), evidence=""), ANA, story.now)
    with pytest.raises(NotHere):
        story.run(remove_evidence, RemoveEvidence(on=on_cycle(story, check_in), evidence="another"), ANA, story.now)
    story.run(remove_evidence, RemoveEvidence(on=on_cycle(story, check_in), evidence=note.id), ANA, story.now)
    assert story.cycle_of(check_in).evidence == ()
