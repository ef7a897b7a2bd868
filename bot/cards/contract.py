"""The learner's own contract: six questions while it is a draft, something to read once the cycle runs."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.contract_goals import add_goal_words, goal_fields
from bot.cards.contract_people import asked_lines, requests_button, visibility_lines
from bot.cards.form import Form
from bot.cards.inert import inert_in_label
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, group, heading, line, quotes, said, title
from bot.cards.terms import put_off_pairs, term_pairs
from learning.contract import Contract
from learning.own_questions import LONGEST_OWN_QUESTION
from learning.people import object_id_of
from learning.terms import LONGEST_ANSWER, LONGEST_NEED, LONGEST_QUESTION, LONGEST_WHY, MOST_PEERS, is_usual_length
from learning.views import ContractView

_SAVES = {False: "contract.buttons_save", True: "contract.buttons_save_revision"}


def contract_card(view: ContractView, page: Page) -> AdaptiveCard:
    """The contract in its state."""
    return _form(view, page) if view.contract.is_form else _started(view, page)


def _form(view: ContractView, page: Page) -> AdaptiveCard:
    form = Form(page=page, about=view.contract.id, version=view.contract.version)
    body: Elements = [
        title(page.say("contract.title")),
        *visibility_lines(view, page),
        *_opening(view.contract, page),
        *quotes(page, [(page.say("contract.take_away"), view.grown_from_take_away)]),
        *_goal_and_needs(view.contract, form),
        *_ways_and_proof(view.contract, form),
        *_end(view, form),
        *_peers(view, form),
        *_why(view.contract, form),
        *asked_lines(view, page),
        aside(page.say(_SAVES[view.contract.started_at is not None]), spacing="Large"),
        *_saved(view, page),
    ]
    return card(page, body=body, actions=[*_buttons(view.contract, page), *requests_button(view, page)])


def _opening(contract: Contract, page: Page) -> Elements:
    if contract.started_at:
        return [line(page.say("contract.revising"), spacing="Medium")]
    return [] if contract.shown_revision else [line(page.say("contract.opening"), spacing="Medium")]


def _saved(view: ContractView, page: Page) -> Elements:
    """Above the buttons, where whoever pressed one looks. It stays when the message is brought up to date."""
    revising_at = view.contract.revising_at
    if view.contract.saved_at is None or (revising_at is not None and view.contract.saved_at <= revising_at):
        return []
    key = "contract.saved_adding" if view.contract.adding_goal_at else "contract.saved"
    asked = [each.peer for each in view.requests if each.request.asked_at == view.contract.saved_at]
    told = [page.say(key, saved_at=view.contract.saved_at)]
    told += [page.say("contract.asked", names=page.speaker.names(asked))] if asked else []
    return [said(" ".join(told))]


def _started(view: ContractView, page: Page) -> AdaptiveCard:
    body: Elements = [title(page.say("contract.title")), *visibility_lines(view, page)]
    if view.contract.saved_at and view.contract.started_at and view.contract.saved_at > view.contract.started_at:
        body += _saved(view, page)
    if view.contract.terms.ends_on:
        body.append(line(page.say("contract.runs_until", day=view.contract.terms.ends_on), spacing="Medium"))
    if view.is_placing:
        body.append(said(page.say("contract.placing")))
    answers = [*term_pairs(page, view.contract.terms)[:-1], *put_off_pairs(page, view.contract.put_off)]
    body += quotes(page, answers)
    return card(page, body=[*body, *asked_lines(view, page)])


def _goal_and_needs(contract: Contract, form: Form) -> Elements:
    say, terms = form.page.say, contract.terms
    needs = (
        ("need_organisation", terms.needs.organisation),
        ("need_team", terms.needs.team),
        ("need_own", terms.needs.own),
    )
    parts = [
        *goal_fields(contract, form),
        group(say("contract.needs")),
        aside(say("contract.needs_hint"), spacing="None"),
    ]
    for field, value in needs:
        parts += form.text(field, say(f"terms.own.{field}"), value, longest=LONGEST_NEED, multiline=False)
    return parts


def _ways_and_proof(contract: Contract, form: Form) -> Elements:
    say, terms = form.page.say, contract.terms
    ways, proof = say("contract.ways_example"), say("contract.proof_example")
    return [
        *form.text("ways", say("terms.own.ways"), terms.ways, longest=LONGEST_ANSWER, placeholder=ways),
        *form.text("proof", say("terms.own.proof"), terms.proof, longest=LONGEST_ANSWER, placeholder=proof),
    ]


def _end(view: ContractView, form: Form) -> Elements:
    today, ends_on = view.today, view.contract.terms.ends_on
    is_usual = ends_on is None or is_usual_length(today, ends_on)
    hint = "contract.end_usual" if is_usual else "contract.end_unusual"
    return [
        *form.day(
            "ends_on",
            form.page.say("terms.own.ends_on"),
            ends_on.isoformat() if ends_on else "",
        ),
        *([] if view.contract.started_at else [aside(form.page.say(hint))]),
    ]


def _peers(view: ContractView, form: Form) -> Elements:
    say = form.page.say
    chosen = ",".join(object_id_of(peer) for peer in view.contract.peers)
    return [
        heading(say("contract.advice")),
        *form.people("peers", say("contract.peers"), chosen, placeholder=say("contract.peers_search")),
        aside(form.page.speaker.count("contract.peers_hint", MOST_PEERS)),
        *form.text(
            "question",
            say("contract.question"),
            view.contract.question,
            longest=LONGEST_QUESTION,
            placeholder=say("contract.question_hint"),
        ),
        *_own_questions(view, form),
    ]


def _own_questions(view: ContractView, form: Form) -> Elements:
    """One short question to each peer who is kept, instead of the one to everybody. One peer needs no second one."""
    if len(view.contract.peers) <= 1 and not view.contract.questions:
        return []
    parts: Elements = [aside(form.page.say("contract.own_questions_hint"), spacing="Medium")]
    for number, (peer, name) in enumerate(zip(view.contract.peers, view.peers, strict=True), 1):
        label = form.page.say("contract.own_question", peer=inert_in_label(form.page.speaker.name(name)))
        value = view.contract.questions.get(peer, "")
        parts += form.text(f"question_{number}", label, value, longest=LONGEST_OWN_QUESTION, multiline=False)
    return parts


def _why(contract: Contract, form: Form) -> Elements:
    """Asked once peers have seen what stands here, or a reason for this revision was given."""
    if contract.shown_revision == 0:
        return []
    is_next = contract.revision == contract.shown_revision
    why = "" if is_next else contract.why_revised
    return form.text(
        "why", form.page.say("contract.why"), why, longest=LONGEST_WHY, placeholder=form.page.say("contract.why_hint")
    )


def _buttons(contract: Contract, page: Page) -> list[Action]:
    def of(verb: Verb) -> Button:
        return Button(verb=verb, about=contract.id, revision=contract.revision, version=contract.version)

    ask = button(of(Verb.ASK_FOR_ADVICE), page.say("button.ask_for_advice"))
    add = [button(of(Verb.ADD_GOAL), words) for words in add_goal_words(contract, page)]
    if contract.started_at:
        return [button(of(Verb.SAVE_DRAFT), page.say("button.save_revision"), primary=True), ask, *add]
    save = button(of(Verb.SAVE_DRAFT), page.say("button.save_draft"), primary=True)
    return [save, ask, button(of(Verb.START_CYCLE), page.say("button.start_cycle")), *add]
