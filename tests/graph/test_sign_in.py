"""People give the app the right to their own calendar, and nobody gives it for somebody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from learning.connection import WhyNot
from learning.errors import OutsideFailure, SignInDeclined, SignInNeeded, TokenRefused
from tests.graph.entra_world import ANA, APP_WEB, BEN, Replica, World, entra_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with entra_world(tmp_path) as world:
        yield world


@pytest.fixture
async def ours(world: World) -> Replica:
    return await world.replica()


def parameters(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


async def test_the_token_of_single_sign_on_becomes_a_right_that_is_kept(world: World, ours: Replica) -> None:
    await ours.sign_ins.exchange(ANA, await world.made())
    assert await ours.tokens.for_person(ANA)
    assert [form["grant_type"].rpartition(":")[2] for form in ours.posted] == ["jwt-bearer"]


async def test_a_sign_in_in_a_browser_becomes_one_too(world: World, ours: Replica) -> None:
    begun = await ours.sign_ins.begin(ANA)
    asked = parameters(begun.url)
    assert (asked["code_challenge_method"], asked["state"], bool(asked["nonce"])) == ("S256", begun.state, True)
    assert {"offline_access", "https://graph.microsoft.com/Calendars.ReadWrite"} <= set(asked["scope"].split())
    await ours.sign_ins.finish(ANA, begun.flow, await world.browse(begun.url, account="ana"))
    assert await ours.tokens.for_person(ANA)
    [form] = ours.posted
    assert form["code_verifier"]
    assert form["code_verifier"] not in begun.url + begun.flow


async def test_somebody_elses_account_is_not_linked(world: World, ours: Replica) -> None:
    begun = await ours.sign_ins.begin(ANA)
    with pytest.raises(TokenRefused) as caught:
        await ours.sign_ins.finish(ANA, begun.flow, await world.browse(begun.url, account="ben"))
    assert caught.value.reason == "person"
    for person in (ANA, BEN):
        assert await ours.rows.load(person) is None


async def test_a_sign_in_that_somebody_else_began_is_not_taken(world: World, ours: Replica) -> None:
    begun = await ours.sign_ins.begin(BEN)
    answer = await world.browse(begun.url, account="ana")
    with pytest.raises(TokenRefused) as caught:
        await ours.sign_ins.finish(ANA, begun.flow, answer)
    assert caught.value.reason == "flow"
    assert ours.posted == []


@pytest.mark.parametrize("changed", [{"state": "guessed"}, {"state": ""}, {"state": "ü"}, {"code": ""}])
async def test_a_forged_answer_asks_nothing_of_entra(world: World, ours: Replica, changed: dict[str, str]) -> None:
    begun = await ours.sign_ins.begin(ANA)
    answer = await world.browse(begun.url, account="ana")
    with pytest.raises(TokenRefused):
        await ours.sign_ins.finish(ANA, begun.flow, answer | changed)
    assert ours.posted == []


async def test_a_code_counts_once(world: World, ours: Replica) -> None:
    begun = await ours.sign_ins.begin(ANA)
    answer = await world.browse(begun.url, account="ana")
    await ours.sign_ins.finish(ANA, begun.flow, answer)
    with pytest.raises(TokenRefused) as caught:
        await ours.sign_ins.finish(ANA, begun.flow, answer)
    assert caught.value.reason == "code"
    assert await ours.tokens.for_person(ANA)


async def test_a_code_of_another_sign_in_of_the_same_person_is_refused(world: World, ours: Replica) -> None:
    first, second = await ours.sign_ins.begin(ANA), await ours.sign_ins.begin(ANA)
    code = (await world.browse(first.url, account="ana"))["code"]
    with pytest.raises(TokenRefused):
        await ours.sign_ins.finish(ANA, second.flow, {"code": code, "state": second.state})
    assert await ours.rows.load(ANA) is None


async def test_who_says_no_is_understood(world: World, ours: Replica) -> None:
    begun = await ours.sign_ins.begin(ANA)
    with pytest.raises(SignInDeclined):
        await ours.sign_ins.finish(ANA, begun.flow, await world.browse(begun.url, answer="cancel"))


async def test_an_organisation_that_has_not_allowed_it_is_named_as_the_reason(world: World, ours: Replica) -> None:
    await world.local("entra/organisation", allowed=False)
    with pytest.raises(SignInNeeded) as caught:
        await ours.sign_ins.exchange(ANA, await world.made())
    assert caught.value.why is WhyNot.NOT_ALLOWED
    begun = await ours.sign_ins.begin(ANA)
    with pytest.raises(SignInNeeded) as caught:
        await ours.sign_ins.finish(ANA, begun.flow, await world.browse(begun.url, answer="not-allowed"))
    assert caught.value.why is WhyNot.NOT_ALLOWED


async def test_a_second_proof_is_asked_for_in_the_browser_with_what_entra_wants(world: World, ours: Replica) -> None:
    await world.local("entra/people/ana", mfa_required=True)
    with pytest.raises(SignInNeeded) as caught:
        await ours.sign_ins.exchange(ANA, await world.made())
    assert caught.value.why is WhyNot.MORE_PROOF
    begun = await ours.sign_ins.begin(ANA, claims=caught.value.claims)
    assert "capolids" in parameters(begun.url)["claims"]
    await ours.sign_ins.finish(ANA, begun.flow, await world.browse(begun.url, account="ana", proved="yes"))
    assert await ours.tokens.for_person(ANA)


async def test_a_new_sign_in_takes_the_place_of_what_was_kept(world: World, ours: Replica) -> None:
    await ours.sign_ins.exchange(ANA, await world.made())
    before = await ours.tokens.for_person(ANA)
    await ours.sign_ins.exchange(ANA, await world.made())
    assert await ours.tokens.for_person(ANA) != before


async def test_disconnecting_drops_what_is_kept_and_is_as_good_twice(world: World, ours: Replica) -> None:
    await ours.sign_ins.exchange(ANA, await world.made())
    await ours.tokens.for_person(ANA)
    for _ in range(2):
        await ours.sign_ins.forget(ANA)
    with pytest.raises(SignInNeeded) as caught:
        await ours.tokens.for_person(ANA)
    assert caught.value.why is WhyNot.NOT_CONNECTED


async def test_an_organisation_is_led_to_the_page_that_asks_for_exactly_our_rights(world: World, ours: Replica) -> None:
    back = f"{APP_WEB}/sign-in/organisation/done"
    address = await ours.sign_ins.consent_address(state="s/1", back=back)
    asked = parameters(address)
    assert (asked["state"], asked["redirect_uri"]) == ("s/1", back)
    rights = ("Calendars.ReadWrite", "MailboxSettings.Read", "User.Read")
    assert set(asked["scope"].split()) == {f"https://graph.microsoft.com/{right}" for right in rights}
    async with world.session.get(address) as page:
        assert page.status == 200


@pytest.mark.parametrize("what", ["429", "503", "drop", "nonsense"])
async def test_trouble_at_entra_is_passing_and_what_was_kept_stays(world: World, ours: Replica, what: str) -> None:
    await ours.sign_ins.exchange(ANA, await world.made())
    token = await world.made()
    await world.fault(what, times=None, path="/token")
    with pytest.raises(OutsideFailure) as caught:
        await ours.sign_ins.exchange(ANA, token)
    assert (caught.value.permanent, type(caught.value).__name__) == (False, "EntraUnavailable")
    assert await ours.tokens.for_person(ANA)
