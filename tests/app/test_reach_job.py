"""Somebody who does not have the app is asked for advice: what is done for them, once, and what the asker hears."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from learning.errors import MaybeDone, OutsideFailure
from learning.messages import MessageKind
from learning.people import PersonId
from learning.reaching import DirectoryPerson, Letter, Way
from learning.views import InvitedView, RequestView, UndeliveredView
from tests.app.reaching import AS_MIA, Reaching, invited
from tests.cast import STRANGER
from tests.work_fixture import WaitingJob


async def test_they_get_one_mail_and_the_asker_one_sentence_however_often_it_runs(reaching: Reaching) -> None:
    await reaching.runs(3)
    assert [address for address, _ in reaching.microsoft.sent] == ["mia@meadow.example"]
    assert reaching.told() == [invited(Way.MAIL)]


async def test_once_they_add_the_app_the_request_stands_in_their_chat_and_is_answered(reaching: Reaching) -> None:
    await reaching.runs()
    assert reaching.story.chat_of(STRANGER) == []
    reaching.story.arrives(AS_MIA)
    kinds = reaching.story.chat_of(STRANGER)
    assert {kind for kind, _ in kinds} == {MessageKind.REQUEST, MessageKind.WELCOME}
    [seen] = [view for _, view in kinds if isinstance(view, RequestView)]
    assert seen.request.id == reaching.request.id


async def test_the_app_is_added_for_them_where_that_is_granted(reaching: Reaching) -> None:
    reaching.may_install = True
    await reaching.runs(2)
    assert (reaching.microsoft.installed, reaching.microsoft.sent) == ([STRANGER], [])
    assert reaching.told() == [invited(Way.INSTALL)]


@pytest.mark.parametrize(
    "refused", [OutsideFailure("403", needs_consent=True), OutsideFailure("not in the catalogue", permanent=True)]
)
async def test_an_app_that_may_not_be_added_becomes_a_mail(reaching: Reaching, refused: OutsideFailure) -> None:
    reaching.may_install, reaching.microsoft.cannot_install = True, refused
    await reaching.runs()
    assert len(reaching.microsoft.sent) == 1
    assert reaching.told() == [invited(Way.MAIL)]


async def test_without_a_mailbox_the_asker_gets_the_link_to_pass_on(reaching: Reaching) -> None:
    reaching.has_mail = False
    await reaching.runs()
    assert reaching.told() == [invited(Way.LINK)]


async def test_without_an_address_the_asker_gets_the_link(reaching: Reaching) -> None:
    reaching.microsoft.found = DirectoryPerson(name="Mia Rivera", mail=None, locale=None)
    await reaching.runs()
    assert reaching.told() == [invited(Way.LINK)]


async def test_a_mail_that_was_not_taken_is_sent_later(reaching: Reaching) -> None:
    reaching.microsoft.failures = [OutsideFailure("429", retry_after=timedelta(seconds=9))]
    with pytest.raises(OutsideFailure):
        await reaching.runs()
    assert reaching.told() == []
    await reaching.runs()
    assert len(reaching.microsoft.sent) == 2
    assert reaching.told() == [invited(Way.MAIL)]


async def test_a_mail_that_may_have_gone_is_never_sent_again(reaching: Reaching) -> None:
    reaching.microsoft.failures = [MaybeDone("the answer was lost")]
    await reaching.runs(2)
    assert len(reaching.microsoft.sent) == 1
    assert reaching.told() == [invited(Way.LINK)]


async def test_a_crash_while_the_mail_goes_out_sends_no_second_one(reaching: Reaching) -> None:
    async def killed(person: PersonId, address: str, letter: Letter) -> None:
        await send(person, address, letter)
        raise KeyboardInterrupt

    send = reaching.microsoft.send
    reaching.microsoft.send = killed  # type: ignore[method-assign]  # a kill, once
    with pytest.raises(KeyboardInterrupt):
        await reaching.runs()
    reaching.microsoft.send = send  # type: ignore[method-assign]
    await reaching.runs()
    assert len(reaching.microsoft.sent) == 1
    assert reaching.told() == [invited(Way.LINK)]


async def test_nobody_is_said_to_see_a_request_before_it_is_in_their_chat(reaching: Reaching) -> None:
    await reaching.runs()
    assert reaching.arrived() == [False]
    reaching.story.arrives(AS_MIA)
    assert reaching.arrived() == [True]


async def test_who_was_told_that_a_request_waits_reads_that_it_has_reached_its_peer(reaching: Reaching) -> None:
    await reaching.runs()
    assert [view.has_arrived for view in reaching.told() if isinstance(view, InvitedView)] == [False]
    reaching.story.arrives(AS_MIA)
    assert [view.has_arrived for view in reaching.told() if isinstance(view, InvitedView)] == [True]


async def test_while_the_directory_is_away_nothing_is_refused_and_nothing_lost(reaching: Reaching) -> None:
    reaching.microsoft.is_away = True
    with pytest.raises(OutsideFailure):
        await reaching.runs()
    assert reaching.told() == []
    await reaching.job.give_up(reaching.request.id)
    assert [view.way for view in reaching.told() if isinstance(view, InvitedView)] == [Way.UNSURE]
    reaching.story.arrives(AS_MIA)
    assert MessageKind.REQUEST in reaching.story.new_kinds(STRANGER)


async def test_what_is_not_known_of_a_peer_is_not_said_and_is_put_right_when_it_is_known(
    reaching: Reaching,
    waiting_jobs: Callable[[], Sequence[WaitingJob]],
) -> None:
    reaching.microsoft.is_away = True
    for _ in range(2):
        await reaching.job.give_up(reaching.request.id)
    assert {view.way for view in reaching.told() if isinstance(view, InvitedView)} == {Way.UNSURE}
    assert reaching.request.id in {job.about for job in waiting_jobs() if job.kind == "reach"}
    reaching.microsoft.is_away = False
    await reaching.runs(2)
    assert reaching.told() == [invited(Way.MAIL)]
    assert len(reaching.microsoft.sent) == 1


async def test_who_is_known_not_to_have_the_app_is_said_to_when_only_the_mail_failed(reaching: Reaching) -> None:
    reaching.microsoft.failures = [OutsideFailure("Graph is away")]
    with pytest.raises(OutsideFailure):
        await reaching.runs()
    await reaching.job.give_up(reaching.request.id)
    assert reaching.told() == [invited(Way.LINK)]


async def test_of_somebody_who_is_not_there_the_asker_hears_that_it_could_not_be_delivered(reaching: Reaching) -> None:
    reaching.microsoft.found = None
    await reaching.runs(2)
    [told] = reaching.told()
    assert isinstance(told, UndeliveredView)
    assert reaching.microsoft.sent == []
