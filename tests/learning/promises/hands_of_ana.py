"""What Ana does with her contract and with the advice on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from learning.actions.another_goal import another_goal
from learning.actions.ask_for_advice import ask_for_advice
from learning.actions.draft_contract import draft_contract
from learning.actions.revise_draft import revise_draft
from learning.actions.save_draft import SaveDraft, save_draft
from learning.actions.start_cycle import start_cycle
from learning.actions.withdraw_request import WithdrawRequest, show_requests, withdraw_request
from learning.contract import Contract
from learning.feedback import FeedbackRequest, RequestId, visible_changes
from learning.goal import MOST_GOALS, numbered
from learning.need import Needs
from learning.people import PersonId
from learning.terms import Draft, Terms
from tests.cast import ANA
from tests.learning.promises.hand import Hands, hand
from tests.learning.promises.words import words_in
from tests.learning.promises.world import PEERS, Deed, World

MOST_REQUESTS = 14
MOST_CYCLES = 4
"""A story has its fill of them at some time, so that it stays quick to tell."""

some_peers = st.lists(st.sampled_from(PEERS), unique=True)


def terms(world: World, days: int) -> Terms:
    """Every answer of the card, with one to three goals, each of words that only Ana may read as yet."""
    ways, proof, need = (world.words.new(name, ANA) for name in ("ways", "proof", "need"))
    goals = numbered(*(world.words.new("goal", ANA) for _ in range(1 + days % MOST_GOALS)))
    return Terms(goals=goals, needs=Needs(team=need), ways=ways, proof=proof, ends_on=world.today(days))


def card(world: World, contract: Contract, draft: Draft) -> SaveDraft:
    return SaveDraft(contract=contract.id, draft=draft, press=world.press(contract.version))


class HandsOfAna(Hands):
    """From the first word to the start, and what she does with advice at any time."""

    world: World

    def draft(self) -> Contract:
        """Her newest draft; where there is none she says "new"."""
        if not self.world.picture.drafts:
            self.world.does("Ana says new", ANA, draft_contract, None)
        return self.world.picture.drafts[-1]

    def asks(self, contract: Contract, draft: Draft) -> Deed:
        """Ana sends what stands on the card, and the story remembers to whom."""
        deed = self.world.does("Ana asks for advice", ANA, ask_for_advice, card(self.world, contract, draft))
        if deed.is_done:
            kept = deed.after.contracts[contract.id]
            if kept.shown_revision != deed.before.contracts[contract.id].shown_revision:
                self.world.last_shown[kept.id] = (words_in(draft.terms), words_in(kept.why_revised))
            own = dict(zip(contract.peers, draft.questions, strict=False))
            for request in new_requests(deed):
                self.is_sent(request, own.get(request.peer) or draft.question)
        return deed

    def is_sent(self, request: FeedbackRequest, question: str) -> None:
        """The peer may read what was shown last, why it was changed, and the question to them; nothing else."""
        terms_shown, why = self.world.last_shown[request.contract]
        self.world.sent[request.id] = terms_shown
        self.world.words.may_be_read_by(terms_shown | why | words_in(question), request.peer)

    @hand(days=st.integers(7, 180), peers=some_peers, is_all=st.booleans())
    def ana_saves_a_draft(self, days: int, peers: list[PersonId], *, is_all: bool) -> None:
        """Sometimes the goal alone is written: one question is enough."""
        whole = terms(self.world, days)
        written = whole if is_all else Terms(goals=whole.goals)
        contract = self.draft()
        draft = Draft(terms=written, peers=tuple(peers), question=self.world.words.new("question", ANA))
        self.world.does("Ana saves a draft", ANA, save_draft, card(self.world, contract, draft))

    @hand(days=st.integers(7, 180), peers=st.lists(st.sampled_from(PEERS), unique=True, min_size=1))
    def ana_asks_for_advice(self, days: int, peers: list[PersonId]) -> None:
        """About new words or the same ones, with a question to everybody and others to single peers."""
        if len(self.world.picture.requests) >= MOST_REQUESTS:
            return
        contract = self.draft()
        is_same = contract.terms.goals and contract.terms.ends_on and self.data.draw(st.booleans())
        draft = Draft(
            terms=contract.terms if is_same else terms(self.world, days),
            peers=tuple(peers),
            question=self.world.words.new("question", ANA),
            questions=self.own_questions(contract.peers),
            why=self.world.words.new("why", ANA),
        )
        self.asks(contract, draft)

    def open_requests(self) -> list[FeedbackRequest]:
        """Those that wait for an answer; where none does, she asks everybody about another draft."""
        if not (found := self.waiting()):
            self.asks(self.draft(), Draft(terms=terms(self.world, 84), peers=PEERS))
            found = self.waiting()
        return found

    def waiting(self) -> list[FeedbackRequest]:
        return [each for each in self.world.picture.requests.values() if each.is_open]

    @hand()
    def ana_adds_a_goal(self) -> None:
        """As long as there is room for one; what stands on the card is kept with it."""
        contract = self.draft()
        goals = contract.terms.goals[: MOST_GOALS - 1] or numbered(self.world.words.new("goal", ANA))
        draft = Draft(terms=replace(contract.terms, goals=goals, ends_on=self.world.today(56)), peers=contract.peers)
        self.world.does("Ana adds a goal", ANA, another_goal, card(self.world, contract, draft))

    def own_questions(self, shown_to: Sequence[PersonId]) -> tuple[str, ...]:
        return tuple(self.world.words.new("own", ANA) for _ in shown_to[:1])

    @hand(days=st.integers(7, 180))
    def ana_starts_a_cycle(self, days: int) -> None:
        """Whether anybody has advised or not."""
        if len(self.world.picture.cycles) < MOST_CYCLES:
            self.starts(days)

    def starts(self, days: int) -> None:
        contract = self.draft()
        draft = Draft(terms=terms(self.world, days), peers=contract.peers)
        self.world.does("Ana starts a cycle", ANA, start_cycle, card(self.world, contract, draft))

    # --- whom she asked

    @hand()
    def ana_goes_back_to_her_draft(self) -> None:
        self.open_requests()
        request = self.data.draw(st.sampled_from(list(self.world.picture.requests)))
        self.world.does("Ana goes back to her draft", ANA, revise_draft, request)

    @hand()
    def ana_looks_whom_she_asked(self) -> None:
        self.draft()
        contract = self.data.draw(st.sampled_from(list(self.world.picture.contracts)))
        self.world.does("Ana looks whom she asked", ANA, show_requests, contract)

    @hand()
    def ana_withdraws_a_request(self) -> None:
        request = self.data.draw(st.sampled_from(self.open_requests()))
        asked = [each for each in self.world.picture.requests.values() if each.contract == request.contract]
        press = self.world.press(visible_changes(asked))
        command = WithdrawRequest(contract=request.contract, request=request.id, press=press)
        self.world.does("Ana withdraws a request", ANA, withdraw_request, command)


def new_requests(deed: Deed) -> list[FeedbackRequest]:
    return [each for each in deed.after.requests.values() if RequestId(each.id) not in deed.before.requests]


def other_end(contract: Contract, world: World, days: int) -> Terms:
    return replace(contract.terms, ends_on=world.today(days))
