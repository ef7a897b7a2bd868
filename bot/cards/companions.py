"""Who learns beside the learner: the choice, what they answered, and the other times that they propose."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.form import Form
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, heading, line, named_line, title
from learning.companion import MOST_COMPANIONS, CompanionState
from learning.entries import Answered, Reply
from learning.people import object_id_of
from learning.review import Review
from learning.views import CompanionView, OwnCalendarView, ProposalView

_LONGEST_NAME = 60
"""Calendars let a guest have any name. One that is longer is cut, so that the card stays small."""


def companions_section(view: OwnCalendarView, form: Form, page: Page) -> tuple[Elements, list[Action]]:
    """Who is invited to the reviews of this cycle, and whether they meet online. Nobody is until somebody is picked."""
    say, company = page.say, view.companions
    chosen = ",".join(object_id_of(each.person) for each in company)
    elements: Elements = [heading(say("companions.title")), line(say("companions.what"), spacing="None")]
    elements += [named_line(page.speaker.name(each.name), say(_known(each, view))) for each in company]
    elements += form.people("companions", say("companions.who"), chosen, placeholder=say("contract.peers_search"))
    elements += form.toggle("online", say("companions.online"), say("companions.meet_online"), is_on=view.is_online)
    if view.is_online_refused:
        elements.append(line(say("companions.no_meeting")))
    elements.append(aside(say("companions.see"), spacing="Medium"))
    buttons = [_of_cycle(Verb.INVITE_COMPANIONS, "invite_companions" if not company else "keep_companions", view, page)]
    if company:
        buttons.append(_of_cycle(Verb.UNINVITE_COMPANIONS, "uninvite_companions", view, page))
    return elements, buttons


def reply_lines(review: Review, page: Page, *, most: int = MOST_COMPANIONS) -> Elements:
    """What those who are invited to a review that is still to be held answered. Who has not answered is only named.

    At most so many are named: whom the learner invited by hand may be a whole department.
    """
    if not review.guests or not review.is_open or review.entry is None:
        return []
    answered_first = sorted(review.guests, key=lambda each: each.reply is Reply.NONE and each.proposes is None)
    said = [_answer(each, page) for each in answered_first[:most]]
    if others := answered_first[most:]:
        said.append(page.speaker.count("companions.reply.others", len(others)))
    return [aside(text, spacing="None") for text in said]


def proposal_card(view: ProposalView, page: Page) -> AdaptiveCard:
    """Another time, with both ways to answer; or what became of it."""
    guest = page.speaker.name(view.proposal.guest.name)
    if not view.can_be_answered:
        return card(page, body=[line(_settled(view, guest, page))])
    stands = view.stands
    body: Elements = [
        title(page.say(f"proposal.title.{view.kind}")),
        line(page.say("proposal.made", guest=guest, moment=view.proposal.slot.starts_at)),
        *([line(page.say("proposal.stands", moment=stands.starts_at), spacing="Small")] if stands else []),
        aside(page.say("proposal.yours", guest=guest)),
    ]
    return card(
        page,
        body=body,
        actions=[
            button(_on(view, Verb.MOVE_REVIEW_THERE), page.say("button.move_review_there"), primary=True),
            button(_on(view, Verb.LEAVE_PROPOSAL), page.say("button.leave_proposal")),
        ],
    )


def _known(companion: CompanionView, view: OwnCalendarView) -> str:
    match companion.state:
        case CompanionState.LOOKED_FOR:
            return "companions.will_be"
        case CompanionState.KNOWN:
            return "companions.will_be" if view.is_in_chat else "companions.invited"
        case CompanionState.UNKNOWN:
            return "companions.unknown"
        case CompanionState.UNASKED:
            return "companions.unasked"
        case CompanionState.REFUSED:
            return "companions.refused"


def _answer(answered: Answered, page: Page) -> str:
    name = page.speaker.name(answered.guest.name or answered.guest.address)[:_LONGEST_NAME]
    if answered.proposes is not None:
        return page.say("companions.reply.proposes", name=name, moment=answered.proposes.starts_at)
    return page.say(f"companions.reply.{Reply(answered.reply)}", name=name)


def _settled(view: ProposalView, guest: str, page: Page) -> str:
    proposal = view.proposal
    if proposal.moved_at:
        return page.say(f"proposal.moved.{view.kind}", guest=guest, moment=proposal.slot.starts_at)
    if proposal.left_at:
        return page.say(f"proposal.left.{view.kind}", guest=guest)
    return page.say("proposal.over", guest=guest)


def _on(view: ProposalView, verb: Verb) -> Button:
    return Button(verb=verb, about=view.proposal.id, version=view.proposal.version)


def _of_cycle(verb: Verb, words: str, view: OwnCalendarView, page: Page) -> Action:
    return button(Button(verb=verb, about=view.cycle.id, version=view.version), page.say(f"button.{words}"))
