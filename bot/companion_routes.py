"""The buttons about companions: how each is read, and what it does. Nothing that comes back is trusted."""

from __future__ import annotations

from bot.buttons import Button, Verb
from bot.cycle_forms import on_cycle
from bot.forms import Typed, picked_people
from bot.handlers.pressed import Pressing
from bot.own_calendar_routes import FIELDS
from learning.actions.answer_proposal import LeaveIt, MoveThere, answer_proposal
from learning.actions.invite_companions import InviteCompanions, invite_companions, uninvite_companions
from learning.actions.pressing import Press
from learning.messages import MessageKind
from learning.people import PersonId
from learning.proposal import ProposalId


def read_invite(button: Button, typed: Typed, actor: PersonId) -> InviteCompanions:
    """Who is picked, and whether they meet online."""
    return InviteCompanions(
        on=on_cycle(button, typed, actor),
        companions=picked_people(typed.get("companions", ""), actor, "companions"),
        is_online=typed.get("online", "") == "true",
    )


def read_move_there(button: Button, typed: Typed, actor: PersonId) -> MoveThere:  # noqa: ARG001  forms are called alike
    """The review is to be at the proposed time."""
    return MoveThere(proposal=ProposalId(button.about), press=_press(button))


def read_leave_it(button: Button, typed: Typed, actor: PersonId) -> LeaveIt:  # noqa: ARG001  forms are called alike
    """The review is to stay where it is."""
    return LeaveIt(proposal=ProposalId(button.about), press=_press(button))


def _press(button: Button) -> Press:
    return Press(key=button.key, version=button.version)


COMPANION_PRESSINGS: dict[str, Pressing] = {
    Verb.INVITE_COMPANIONS: Pressing(
        fields=FIELDS,
        reads=("companions", "online"),
        form=read_invite,
        action=invite_companions,
        shows=MessageKind.OWN_CALENDAR,
    ),
    Verb.UNINVITE_COMPANIONS: Pressing(
        fields=FIELDS, reads=(), form=on_cycle, action=uninvite_companions, shows=MessageKind.OWN_CALENDAR
    ),
    Verb.MOVE_REVIEW_THERE: Pressing(form=read_move_there, action=answer_proposal, shows=MessageKind.PROPOSAL),
    Verb.LEAVE_PROPOSAL: Pressing(form=read_leave_it, action=answer_proposal, shows=MessageKind.PROPOSAL),
}
