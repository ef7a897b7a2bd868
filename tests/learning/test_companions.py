"""Ana invites colleagues to her reviews: who becomes a guest, who is left alone, and what she alone reads of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from learning.actions.invitations import guests_invited, invitations
from learning.actions.know_companions import unknown_companions
from learning.companion import (
    CompanionMissing,
    CompanionNotOther,
    CompanionState,
    Company,
    NoCompanions,
    TooManyCompanions,
    invitation,
)
from learning.entries import Answered, Guest, Reply
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import PersonId
from tests.cast import ANA, BEN, CHLOE, DAN, NOW, slot
from tests.learning.beside import BENS, CHLOES, EVA, GUESTS, Beside
from tests.learning.story import Story
from tests.work_fixture import Run, WaitingJob

DANS = Guest(address="dan@example.org", name="Dan Schmidt")


@pytest.fixture
def beside(run: Run) -> Beside:
    return Beside(Story(run, NOW))


def test_nobody_is_invited_until_the_learner_says_so(beside: Beside) -> None:
    assert beside.own_calendar().companions == ()
    assert beside.to_invite() == {}


def test_companions_become_guests_of_every_review_that_lies_ahead(beside: Beside) -> None:
    beside.invites(BEN, CHLOE)
    assert {kind: each.guests for kind, each in beside.to_invite().items()} == dict.fromkeys(
        ("check_in", "closing"), (BENS, CHLOES)
    )
    beside.calendar_is_followed()
    assert beside.guests(beside.check_in) == beside.guests(beside.closing) == [BENS.address, CHLOES.address]
    assert beside.to_invite() == {}


def test_a_companion_without_an_address_is_named_to_the_learner_and_invited_to_nothing(beside: Beside) -> None:
    beside.invites(BEN, DAN)
    assert [(each.name, each.state) for each in beside.own_calendar().companions] == [
        ("Ben Okafor", CompanionState.KNOWN),
        ("Dan Schmidt", CompanionState.UNKNOWN),
    ]
    assert beside.to_invite()["check_in"].guests == (BENS,)


def test_their_addresses_are_looked_up_once(beside: Beside, waiting_jobs: Callable[[], list[WaitingJob]]) -> None:
    beside.invites(BEN, DAN)
    assert [job.about for job in waiting_jobs() if job.kind == "companions"] == [ANA]
    assert beside.story.run(unknown_companions, ANA, NOW) == []


def test_whoever_is_invited_again_is_looked_up_again(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    beside.invites(BEN, DAN)
    monkeypatch.setitem(GUESTS, DAN, DANS)
    beside.invites(BEN, DAN)
    assert [each.state for each in beside.own_calendar().companions] == [CompanionState.KNOWN] * 2
    assert beside.to_invite()["check_in"].guests == (BENS, DANS)


def test_whom_outlook_refuses_is_named_to_the_learner_and_comes_to_no_review_that_they_do_not_stand_in(
    beside: Beside,
) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.invites(BEN, CHLOE)
    beside.outlook_refuses(beside.check_in, BENS, CHLOES)
    assert [each.state for each in beside.own_calendar().companions] == [CompanionState.KNOWN, CompanionState.REFUSED]
    assert beside.to_invite() == {}
    assert beside.guests(beside.check_in) == beside.guests(beside.closing) == [BENS.address]


def test_whom_outlook_refuses_at_one_review_stays_where_they_are_invited_already(beside: Beside) -> None:
    beside.invites(BEN)
    (closing,) = [each for each in beside.to_invite().values() if each.review == beside.closing.id]
    beside.story.run(
        guests_invited, ANA, closing.review, beside.entry(beside.closing, Answered(guest=BENS)), NOW, online=False
    )
    beside.outlook_refuses(beside.check_in, BENS)
    assert beside.to_invite() == {}
    assert beside.guests(beside.closing) == [BENS.address]


def test_a_refused_companion_is_invited_once_more_when_the_learner_says_so(beside: Beside) -> None:
    beside.invites(BEN, is_online=True)
    beside.outlook_refuses(beside.check_in, BENS)
    assert beside.to_invite() == {}
    beside.invites(BEN, is_online=True)
    assert beside.to_invite()["check_in"].guests == (BENS,)


def test_who_was_taken_out_before_outlook_refused_them_is_nobodys_matter(beside: Beside) -> None:
    beside.invites(BEN, CHLOE)
    beside.invites(BEN)
    assert beside.outlook_refuses(beside.check_in, CHLOES)
    assert beside.to_invite()["check_in"].guests == (BENS,)


def test_a_change_that_invites_nobody_is_refused_for_another_reason(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    assert not beside.outlook_refuses(beside.check_in, BENS)


def test_companions_of_an_earlier_cycle_that_still_runs_are_looked_up_too(beside: Beside) -> None:
    beside.story.starts(beside.story.drafts())
    beside.invites(BEN)
    assert [each.state for each in beside.own_calendar().companions] == [CompanionState.KNOWN]


def test_who_is_not_picked_any_more_is_a_guest_no_more(beside: Beside) -> None:
    beside.invites(BEN, CHLOE)
    beside.calendar_is_followed()
    beside.invites(CHLOE)
    beside.calendar_is_followed()
    assert beside.guests(beside.check_in) == [CHLOES.address]


def test_one_tap_invites_nobody_any_more(beside: Beside) -> None:
    beside.invites(BEN, CHLOE, is_online=True)
    beside.calendar_is_followed()
    beside.invites_nobody()
    beside.calendar_is_followed()
    assert (beside.guests(beside.check_in), beside.own_calendar().companions) == ([], ())
    with pytest.raises(NoCompanions):
        beside.invites_nobody()


def test_whoever_takes_out_the_last_companion_goes_on_alone(beside: Beside) -> None:
    beside.invites(BEN, is_online=True)
    beside.calendar_is_followed()
    beside.invites()
    beside.calendar_is_followed()
    assert (beside.guests(beside.check_in), beside.own_calendar().companions) == ([], ())
    with pytest.raises(CompanionMissing):
        beside.invites()


def test_guests_whom_the_learner_invited_by_hand_stay(beside: Beside) -> None:
    beside.calendar_says(beside.check_in, Answered(guest=EVA))
    beside.invites(BEN)
    beside.calendar_is_followed()
    assert beside.guests(beside.check_in) == [EVA.address, BENS.address]
    beside.invites_nobody()
    beside.calendar_is_followed()
    assert beside.guests(beside.check_in) == [EVA.address]


def test_whom_the_learner_takes_out_by_hand_is_not_put_back_there(beside: Beside) -> None:
    beside.invites(BEN, CHLOE)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, Answered(guest=CHLOES))
    assert beside.to_invite() == {}
    assert beside.guests(beside.closing) == [BENS.address, CHLOES.address]


def test_whoever_is_picked_again_is_invited_again_even_where_they_were_taken_out(beside: Beside) -> None:
    beside.invites(BEN, CHLOE)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, Answered(guest=CHLOES))
    beside.invites(CHLOE)
    beside.invites(BEN, CHLOE)
    assert beside.to_invite()["check_in"].guests == (CHLOES, BENS)


def test_an_address_in_capitals_is_the_same_person(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_says(beside.check_in, Answered(guest=Guest(address="BEN@example.org", name="Ben")))
    assert "check_in" not in beside.to_invite()


def test_a_review_gets_its_online_meeting_once(beside: Beside) -> None:
    beside.invites(BEN, is_online=True)
    assert all(each.is_online for each in beside.to_invite().values())
    beside.calendar_is_followed()
    beside.invites(BEN, CHLOE, is_online=True)
    assert not any(each.is_online for each in beside.to_invite().values())


def test_a_review_that_is_changing_otherwise_waits_its_turn(
    beside: Beside, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    beside.invites(BEN)
    found = beside.story.run(invitations, ANA, {beside.check_in.id}, NOW)
    assert [review.id for review, _ in found] == [beside.closing.id]
    assert "calendar" in [job.kind for job in waiting_jobs()]


@pytest.mark.parametrize(
    "facts",
    [
        {"held_at": NOW},
        {"gone_at": NOW},
        {"series_at": NOW},
        {"entry": None},
        {"stood": slot("2026-03-01 09:00", "09:30")},
    ],
)
def test_what_is_over_gone_recurring_or_not_written_gets_no_guests(beside: Beside, facts: dict[str, object]) -> None:
    beside.invites(BEN)
    company: Company = beside.story.run(lambda work: work.companies.of(beside.check_in.cycle, learner=ANA))
    review = beside.story.review(beside.check_in)
    assert invitation(company, review, (), now=NOW) is not None
    assert invitation(company, replace(review, **facts), (), now=NOW) is None  # type: ignore[arg-type]  # facts of a review


def test_a_choice_of_nobody_of_oneself_or_of_too_many_is_refused(beside: Beside) -> None:
    many = tuple(PersonId(f"t:{number}") for number in range(6))
    for people, refusal in (((), CompanionMissing), ((BEN, ANA), CompanionNotOther), (many, TooManyCompanions)):
        with pytest.raises(refusal):
            beside.invites(*people)
    assert beside.own_calendar().companions == ()


def test_companions_get_nothing_in_their_chat_and_see_nothing_here(beside: Beside) -> None:
    beside.invites(BEN, CHLOE)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, Answered(guest=BENS, reply=Reply.DECLINED), Answered(guest=CHLOES))
    assert [beside.story.new_kinds(person) for person in (BEN, CHLOE, DAN)] == [[], [], []]
    for person in (BEN, CHLOE, DAN):
        for kind in (MessageKind.OWN_CALENDAR, MessageKind.CYCLE):
            with pytest.raises(NotHere):
                beside.story.sees(person, kind, beside.check_in.cycle)


def test_an_answer_brings_the_cycles_card_up_to_date_and_no_message(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.story.chat_of(ANA)
    beside.calendar_says(beside.check_in, Answered(guest=BENS, reply=Reply.DECLINED))
    assert beside.story.new_kinds(ANA) == [MessageKind.CYCLE]
    assert [each.reply for each in beside.story.review(beside.check_in).guests] == [Reply.DECLINED]
