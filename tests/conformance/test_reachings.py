"""What is kept of people without the app comes back as it was, whatever database is behind the unit of work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.errors import SomeoneWasFaster
from learning.feedback import FeedbackRequest
from learning.people import Away
from learning.reaching import Reaching, Way, done, mailing, not_mailed
from learning.work import Work
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, LATER, NOW
from tests.work_fixture import STORAGES, Run

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)
LINK = "https://teams.microsoft.com/l/app/1"


@pytest.fixture
def request_kept(run: Run) -> FeedbackRequest:
    run(samples.ground)
    run(lambda work: work.requests.add(samples.request))
    return samples.request


@pytest.mark.parametrize("away", Away)
def test_why_somebody_is_not_reached_and_since_when(run: Run, away: Away) -> None:
    person = replace(samples.person, chat=None, away=away, away_since=NOW)
    run(lambda work: work.people.put(person))
    assert run(lambda work: work.people.get(ANA)) == person
    run(lambda work: work.people.put(samples.person))
    assert run(lambda work: work.people.get(ANA)) == samples.person


def test_a_way_to_somebody_is_kept_step_by_step(run: Run, request_kept: FeedbackRequest) -> None:
    def of(work: Work) -> Reaching | None:
        return work.reachings.of(request_kept)

    assert run(of) is None
    reaching = Reaching(request=request_kept.id, link=LINK)
    run(lambda work: work.reachings.add(reaching))
    assert run(of) == reaching
    kept = run(lambda work: work.reachings.put(mailing(reaching, now=NOW)))
    assert run(of) == replace(reaching, mailing_at=NOW, version=2) == kept
    kept = run(lambda work: work.reachings.put(done(not_mailed(kept), Way.LINK, now=LATER)))
    assert run(of) == replace(reaching, way=Way.LINK, done_at=LATER, version=3) == kept
    with pytest.raises(SomeoneWasFaster):
        run(lambda work: work.reachings.put(reaching))
