"""Nothing that somebody typed on a card is lost because they pressed another button of it, or one that said no."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.cards.draw import draw
from bot.cards.unsaved import inputs_of, still_begun
from bot.routes import PRESSINGS
from bot.turn import Answer, CardAnswer, CardJson
from learning.actions.see import see
from learning.evidence import LONGEST_NOTE
from learning.messages import MessageKind
from learning.people import PersonId
from learning.views import WithInputs
from learning.work import Work
from tests.bot.card_views import SHOWN
from tests.bot.test_handlers import CATALOGUES, Chat, chat, engine, read, value  # noqa: F401  fixtures
from tests.cast import ANA, BEN, NOW
from wording.speaker import Speaker

NOTE = {"note": "Mia spoke", "link": "https://half.typ"}
AS_IF_NOBODY_HAD_TYPED = {"note": "", "link": ""}


async def card(chat: Chat, kind: MessageKind, about: str = "", person: PersonId = ANA) -> CardJson:  # noqa: F811
    """What the person's chat shows of this once the job has brought it up to date; of the running cycle by itself."""

    def drawn(work: Work) -> CardJson:
        cycle = work.cycles.newest_running(ANA)
        thing = about or (cycle.id if cycle else "")
        return draw(see(work, kind, thing, person, NOW), Speaker(CATALOGUES, "en-GB", "Europe/Amsterdam"))

    return await chat.runner.run(drawn)


async def a_cycle(chat: Chat) -> CardJson:  # noqa: F811  the fixture
    adding = await chat.presses(ANA, await chat.drafts(), "Add a goal", goal="Speak less")
    assert isinstance(adding, CardAnswer)
    await chat.presses(ANA, adding.card, "Start the cycle", goal_2="Write more")
    return await card(chat, MessageKind.CYCLE)


async def asked(chat: Chat) -> str:  # noqa: F811  the fixture
    """Ana has asked Ben; the id of the request."""
    ben = BEN.partition(":")[2]
    await chat.presses(ANA, await chat.drafts(), "Ask for advice", goal="Speak less", peers=ben)
    return await chat.runner.run(_request)


def _contract(work: Work) -> str:
    contract = work.contracts.newest_draft(ANA)
    assert contract
    return contract.id


def _request(work: Work) -> str:
    contract = work.contracts.newest_draft(ANA)
    assert contract
    return work.requests.of_contract(contract.id, learner=ANA)[0].id


def _evidence(work: Work) -> str:
    cycle = work.cycles.newest_running(ANA)
    assert cycle
    return work.evidence.of_cycle(cycle.id, learner=ANA)[0].id


def _check_in(work: Work) -> str:
    return work.reviews.open_of(ANA)[0].id


def shown(answer: Answer | CardJson, *fields: str) -> dict[str, str]:
    """What stands in these inputs."""
    on = CardAnswer(card=answer) if isinstance(answer, dict) else answer
    assert isinstance(on, CardAnswer)
    return {field: value(on, field) for field in fields}


@pytest.mark.parametrize(
    "before",
    [
        ("Pause",),
        ("Pause", "Resume"),
        ("This is too heavy",),
        ("This is too heavy", "Undo: as it was before"),
        ("Stop early",),
        ("Revise my contract",),
        ("In my calendar",),
        ("In my calendar", "Pause", "Revise my contract"),
    ],
)
async def test_a_note_half_typed_outlives_every_other_button(chat: Chat, before: tuple[str, ...]) -> None:  # noqa: F811
    first, *others = before
    answer = await chat.presses(ANA, await a_cycle(chat), first, **NOTE)
    assert shown(answer, *NOTE) == NOTE
    for button in others:
        answer = await chat.presses(ANA, await card(chat, MessageKind.CYCLE), button)
        assert shown(answer, *NOTE) == NOTE
    assert shown(await card(chat, MessageKind.CYCLE), *NOTE) == NOTE


async def test_a_note_half_typed_outlives_that_another_one_is_removed(chat: Chat) -> None:  # noqa: F811
    await chat.presses(ANA, await a_cycle(chat), "Keep as evidence", note="I waited")
    kept = await chat.runner.run(_evidence)
    await chat.presses(ANA, await card(chat, MessageKind.CYCLE), "Remove this", evidence=kept, **NOTE)
    after = await card(chat, MessageKind.CYCLE)
    assert shown(after, *NOTE) == NOTE
    assert "I waited" not in read(CardAnswer(card=after))


async def test_a_note_is_begun_no_more_once_it_is_kept_or_wiped_out(chat: Chat) -> None:  # noqa: F811
    await chat.presses(ANA, await a_cycle(chat), "Pause", **NOTE)
    await chat.presses(ANA, await card(chat, MessageKind.CYCLE), "Keep as evidence")
    assert shown(await card(chat, MessageKind.CYCLE), *NOTE) == AS_IF_NOBODY_HAD_TYPED
    await chat.presses(ANA, await card(chat, MessageKind.CYCLE), "Resume", **NOTE)
    await chat.presses(ANA, await card(chat, MessageKind.CYCLE), "Pause", note="", link="")
    assert shown(await card(chat, MessageKind.CYCLE), *NOTE) == AS_IF_NOBODY_HAD_TYPED


async def test_a_button_pressed_twice_keeps_the_note_once(chat: Chat) -> None:  # noqa: F811
    before = await a_cycle(chat)
    await chat.presses(ANA, before, "Pause", **NOTE)
    again = await chat.presses(ANA, before, "Pause", **NOTE)
    assert shown(again, *NOTE) == NOTE
    assert "was not saved" not in read(again)


async def test_a_note_that_is_kept_by_a_double_press_is_not_begun_again(chat: Chat) -> None:  # noqa: F811
    before = await a_cycle(chat)
    for _ in range(2):
        await chat.presses(ANA, before, "Keep as evidence", **NOTE)
    assert shown(await card(chat, MessageKind.CYCLE), *NOTE) == AS_IF_NOBODY_HAD_TYPED


async def test_what_the_card_proposes_by_itself_is_not_begun_by_anybody(chat: Chat) -> None:  # noqa: F811
    await a_cycle(chat)
    await chat.presses(ANA, await card(chat, MessageKind.OWN_CALENDAR), "Protect this time", step="Ask Ben")

    def begun(work: Work) -> Mapping[str, str]:
        cycle = work.cycles.newest_running(ANA)
        return work.unfinished.of(ANA, MessageKind.OWN_CALENDAR, cycle.id if cycle else "")

    assert await chat.runner.run(begun) == {"step": "Ask Ben"}


async def test_a_link_that_will_not_do_gets_its_sentence_and_stays(chat: Chat) -> None:  # noqa: F811
    typed = {"note": "Mia spoke", "link": "mia.example"}
    answer = await chat.presses(ANA, await a_cycle(chat), "Keep as evidence", **typed)
    assert "A link begins with https://" in read(answer)
    assert shown(answer, *typed) == shown(await card(chat, MessageKind.CYCLE), *typed) == typed


@pytest.mark.parametrize("button", ["Keep as evidence", "Pause", "Revise my contract"])
@pytest.mark.parametrize("longer", [LONGEST_NOTE + 1, 5000])
async def test_more_than_a_note_may_hold_is_given_back(chat: Chat, button: str, longer: int) -> None:  # noqa: F811
    answer = await chat.presses(ANA, await a_cycle(chat), button, note="x" * longer)
    assert "x" * longer in (value(answer, "note"), *read(answer).split())
    assert len(value(CardAnswer(card=await card(chat, MessageKind.CYCLE)), "note")) in (0, LONGEST_NOTE + 1)


async def test_what_was_typed_on_an_older_card_takes_the_place_of_nothing(chat: Chat) -> None:  # noqa: F811
    old = await chat.drafts()
    await chat.presses(ANA, old, "Save draft", goal="The newer goal")
    await chat.presses(ANA, old, "Start the cycle", goal="The older goal", ways="Ask Ben")
    draft = await card(chat, MessageKind.CONTRACT, await chat.runner.run(_contract))
    assert shown(draft, "goal", "ways") == {"goal": "The newer goal", "ways": "Ask Ben"}


async def test_a_note_half_typed_can_be_read_when_the_cycle_is_over(chat: Chat) -> None:  # noqa: F811
    await chat.presses(ANA, await a_cycle(chat), "Stop early", **NOTE)
    cycle, closing = await chat.runner.run(_cycle_and_closing)
    review = await card(chat, MessageKind.REVIEW, closing)
    outcomes = {"outcome_1": "reached", "outcome_2": "reached"}
    answer = await chat.presses(
        ANA, review, "Finish and write my next draft", happened="All", why="Luck", take_away="Wait", **outcomes
    )
    assert "Your next draft is below" in read(answer)
    over = read(CardAnswer(card=await card(chat, MessageKind.CYCLE, cycle)))
    assert "You began to write this. Only you see it:" in over
    assert "Mia spoke" in over


def _cycle_and_closing(work: Work) -> tuple[str, str]:
    cycle = work.cycles.newest_running(ANA)
    assert cycle
    return cycle.id, work.reviews.of_cycle(cycle.id, learner=ANA)[-1].id


async def test_a_step_half_typed_stays_with_its_day_while_time_is_protected(chat: Chat) -> None:  # noqa: F811
    await a_cycle(chat)
    step = {"step": "Watch two interviews", "step_on": "2026-03-12", "shows_words": "true"}
    own = await card(chat, MessageKind.OWN_CALENDAR)
    answer = await chat.presses(ANA, own, "Protect this time", **step, weekday="1", starts="15:30")
    assert shown(answer, *step) == step
    again = await card(chat, MessageKind.OWN_CALENDAR)
    assert shown(again, *step) == step
    added = await chat.presses(ANA, again, "Add this step")
    assert shown(added, *step) == shown(own, *step)


@pytest.mark.parametrize("button", ["Remove steps", "Remove learning time", "Invite nobody", "Change who is invited"])
async def test_a_step_half_typed_outlives_what_is_removed(chat: Chat, button: str) -> None:  # noqa: F811
    await a_cycle(chat)
    for first, typed in (
        ("Add this step", {"step": "Ask Ben"}),
        ("Protect this time", {}),
        ("Invite", {"companions": BEN.partition(":")[2]}),
    ):
        await chat.presses(ANA, await card(chat, MessageKind.OWN_CALENDAR), first, **typed)
    await chat.presses(ANA, await card(chat, MessageKind.OWN_CALENDAR), button, step="Watch two interviews")
    assert shown(await card(chat, MessageKind.OWN_CALENDAR), "step") == {"step": "Watch two interviews"}


@pytest.mark.parametrize("button", ["Add this step", "Invite"])
async def test_a_time_half_chosen_outlives_the_other_buttons(chat: Chat, button: str) -> None:  # noqa: F811
    await a_cycle(chat)
    times = {"weekday": "3", "starts": "16:45", "minutes": "90"}
    own = await card(chat, MessageKind.OWN_CALENDAR)
    await chat.presses(ANA, own, button, **times, step="Ask Ben", companions=BEN.partition(":")[2])
    assert shown(await card(chat, MessageKind.OWN_CALENDAR), *times) == times


@pytest.mark.parametrize("button", ["Add this step", "Protect this time"])
async def test_companions_picked_outlive_the_other_buttons(chat: Chat, button: str) -> None:  # noqa: F811
    await a_cycle(chat)
    own, picked = await card(chat, MessageKind.OWN_CALENDAR), {"companions": BEN.partition(":")[2], "online": "true"}
    await chat.presses(ANA, own, button, **picked, step="Ask Ben")
    assert shown(await card(chat, MessageKind.OWN_CALENDAR), *picked) == picked


async def test_a_reason_half_typed_can_be_read_after_the_advice_is_taken(chat: Chat) -> None:  # noqa: F811
    request = await asked(chat)
    peers = await card(chat, MessageKind.REQUEST, request, BEN)
    await chat.presses(BEN, peers, "Send my advice", try_or_drop="Wait for two seconds")
    advice = await card(chat, MessageKind.ADVICE, request)
    await chat.presses(ANA, advice, "I take this", because="It is not my style")
    assert "It is not my style" in read(CardAnswer(card=await card(chat, MessageKind.ADVICE, request)))
    assert "not my style" not in read(CardAnswer(card=await card(chat, MessageKind.REQUEST, request, BEN)))


async def test_a_reason_half_typed_stays_when_a_talk_is_called_off(chat: Chat) -> None:  # noqa: F811
    request = await asked(chat)
    await chat.presses(BEN, await card(chat, MessageKind.REQUEST, request, BEN), "Rather talk")
    peers = await card(chat, MessageKind.REQUEST, request, BEN)
    await chat.presses(BEN, peers, "Send my advice", try_or_drop="Wait for two seconds")
    advice = await card(chat, MessageKind.ADVICE, request)
    await chat.presses(ANA, advice, "Call the talk off", because="Not my style")
    assert shown(await card(chat, MessageKind.ADVICE, request), "because") == {"because": "Not my style"}


async def test_a_suggestion_half_typed_waits_for_its_peer(chat: Chat) -> None:  # noqa: F811
    request, words = await asked(chat), {"reason": "She chairs well", "suggested": "nobody-yet"}
    for button, typed in (("Suggest someone", {}), ("Back to my advice", words), ("Suggest someone", {})):
        await chat.presses(BEN, await card(chat, MessageKind.REQUEST, request, BEN), button, **typed)
    assert shown(await card(chat, MessageKind.REQUEST, request, BEN), *words) == words


async def test_a_draft_half_typed_stays_while_ana_looks_at_whom_she_asked(chat: Chat) -> None:  # noqa: F811
    await asked(chat)
    contract, typed = await chat.runner.run(_contract), {"goal": "Speak less, ask more", "ways": "Ask Ben", "proof": ""}
    await chat.presses(ANA, await card(chat, MessageKind.CONTRACT, contract), "Whom I asked", **typed)
    again = await card(chat, MessageKind.CONTRACT, contract)
    assert shown(again, *typed) == typed
    await chat.presses(ANA, again, "Save draft", ways="Ask Mia")
    assert shown(await card(chat, MessageKind.CONTRACT, contract), *typed) == {**typed, "ways": "Ask Mia"}


async def test_a_check_in_half_written_outlives_that_it_was_too_heavy(chat: Chat) -> None:  # noqa: F811
    await a_cycle(chat)
    review, typed = await chat.runner.run(_check_in), {"did": "Spoke less", "next_step": "Wait", "words_1": "Listen"}
    words = {**typed, "words_2": "Write five lines"}
    await chat.presses(ANA, await card(chat, MessageKind.REVIEW, review), "This is too heavy", **words)
    lighter = await card(chat, MessageKind.REVIEW, review)
    assert shown(lighter, *typed) == typed
    assert "Write five lines" in read(CardAnswer(card=lighter))
    await chat.presses(ANA, await card(chat, MessageKind.CYCLE), "Undo: as it was before")
    assert shown(await card(chat, MessageKind.REVIEW, review), *words) == words


@pytest.mark.parametrize("name", sorted(name for name in SHOWN if isinstance(SHOWN[name], WithInputs)))
def test_every_button_of_a_card_takes_along_all_that_can_be_typed_there(name: str) -> None:
    drawn = draw(SHOWN[name], Speaker(CATALOGUES, "en-GB", "Europe/Amsterdam"))
    for button in drawn.get("actions", []):
        taken = PRESSINGS[button["verb"]].fields if "verb" in button else inputs_of(drawn)
        assert set(inputs_of(drawn)) <= set(taken), button["title"]


def test_what_the_chat_sends_of_an_input_that_is_gone_is_kept_too() -> None:
    assert still_begun({}, {}, {"because": "No"}, 1, ("because",)) == {"because": "No"}
    assert still_begun({"because": "No"}, {}, {}, 1, ("because",)) == {"because": "No"}
