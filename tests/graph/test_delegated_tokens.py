"""A person's own right lasts, ends, and is kept through trouble; and nothing of it is ever anybody else's."""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path

import jwt
import pytest
from cryptography.fernet import Fernet

from app import logs
from graph.delegated_tokens import PersonTokens
from graph.kept_tokens import KeptTokens
from graph.sealing import Purpose, Seal
from learning.connection import TokenRow, WhyNot
from learning.errors import OutsideFailure, SignInNeeded, Tampered
from learning.people import PersonId, object_id_of, person_id
from storage.token_rows import SqlTokenRows
from tests.graph.entra_world import ANA, BEN, Replica, World, entra_world

SECRET = frozenset({"client_secret", "refresh_token", "code", "code_verifier"})


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with entra_world(tmp_path) as world:
        yield world


@pytest.fixture
async def ours(world: World) -> Replica:
    """Ana and Ben are connected."""
    replica = await world.replica()
    for key, person in (("ana", ANA), ("ben", BEN)):
        await replica.sign_ins.exchange(person, await world.made(person=key))
    replica.asked.clear()
    return replica


def owner_of(token: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    return str(claims["oid"])


async def why_not(replica: Replica, person: PersonId = ANA, *, refused: str | None = None) -> WhyNot:
    with pytest.raises(SignInNeeded) as caught:
        await (
            replica.tokens.again(person, refused=refused, claims=None) if refused else replica.tokens.for_person(person)
        )
    return caught.value.why


async def test_each_person_gets_their_own_token(ours: Replica) -> None:
    for person in (ANA, BEN):
        assert owner_of(await ours.tokens.for_person(person)) == object_id_of(person)


async def test_a_token_that_serves_is_used_without_asking_entra(world: World, ours: Replica) -> None:
    fresh = await world.replica()
    assert await fresh.tokens.for_person(ANA) == await ours.tokens.for_person(ANA)
    assert (fresh.posted, ours.posted) == ([], [])


async def test_a_refused_token_is_replaced_once_for_everybody(world: World, ours: Replica) -> None:
    refused = await ours.tokens.for_person(ANA)
    replaced = await ours.tokens.again(ANA, refused=refused, claims=None)
    assert replaced not in ("", refused)
    other = await world.replica()
    assert await other.tokens.again(ANA, refused=refused, claims=None) == replaced
    assert await ours.tokens.for_person(ANA) == replaced
    assert (len(ours.posted), other.posted) == (1, [])


async def test_what_graph_asks_for_in_addition_is_sent_to_entra(ours: Replica) -> None:
    refused = await ours.tokens.for_person(ANA)
    await ours.tokens.again(ANA, refused=refused, claims='{"access_token":{"nbf":{"essential":true,"value":"1"}}}')
    [form] = ours.posted
    assert ("nbf" in form["claims"], "cp1" in form["claims"]) == (True, True)


@pytest.mark.parametrize("what", ["sign-out", "password", "expire-refresh"])
async def test_attack_20_a_right_that_ended_is_dropped_and_told(world: World, ours: Replica, what: str) -> None:
    refused = await ours.tokens.for_person(ANA)
    await world.local(f"entra/people/ana/{what}")
    assert await why_not(ours, refused=refused) is WhyNot.ENDED
    assert await ours.rows.load(ANA) is None
    assert await why_not(ours) is WhyNot.NOT_CONNECTED
    assert await ours.tokens.for_person(BEN)


@pytest.mark.parametrize("what", ["disabled", "locked"])
async def test_an_account_that_is_locked_or_disabled_ends_the_right(world: World, ours: Replica, what: str) -> None:
    refused = await ours.tokens.for_person(ANA)
    await world.local("entra/people/ana", **{what: True})
    assert await why_not(ours, refused=refused) is WhyNot.ENDED
    assert await ours.rows.load(ANA) is None


async def test_what_the_organisation_takes_back_it_may_give_again(world: World, ours: Replica) -> None:
    refused = await ours.tokens.for_person(ANA)
    await world.local("entra/organisation", allowed=False)
    assert await why_not(ours, refused=refused) is WhyNot.NOT_ALLOWED
    await world.local("entra/organisation", allowed=True)
    assert await ours.tokens.again(ANA, refused=refused, claims=None)


async def test_a_second_proof_is_told_with_what_to_ask_for_and_the_rest_stays(world: World, ours: Replica) -> None:
    refused = await ours.tokens.for_person(ANA)
    await world.local("entra/people/ana", mfa_required=True)
    with pytest.raises(SignInNeeded) as caught:
        await ours.tokens.again(ANA, refused=refused, claims=None)
    assert (caught.value.why, "capolids" in (caught.value.claims or "")) == (WhyNot.MORE_PROOF, True)
    assert await ours.rows.load(ANA) is not None


@pytest.mark.parametrize("what", ["429", "500", "502", "503", "504", "drop", "nonsense"])
async def test_attack_20_trouble_at_entra_is_passing_and_the_right_is_kept(
    world: World, ours: Replica, what: str
) -> None:
    refused = await ours.tokens.for_person(ANA)
    before = await ours.rows.load(ANA)
    wait = {"retry_after": 7} if what in ("429", "503") else {}
    await world.fault(what, times=None, **wait)
    with pytest.raises(OutsideFailure) as caught:
        await ours.tokens.again(ANA, refused=refused, claims=None)
    assert not isinstance(caught.value, SignInNeeded)
    assert (caught.value.permanent, caught.value.needs_consent) == (False, False)
    assert (caught.value.retry_after is not None and caught.value.retry_after.seconds) == wait.get("retry_after", False)
    assert await ours.rows.load(ANA) == before
    await world.mend()
    assert await ours.tokens.again(ANA, refused=refused, claims=None)


async def test_attack_20_an_entra_that_hangs_is_left_alone_in_time(world: World, ours: Replica) -> None:
    refused = await ours.tokens.for_person(ANA)
    hasty = await world.replica(time_limit=0.4)
    await world.fault("slow", seconds=2, times=None, path="/token")
    began = time.monotonic()
    with pytest.raises(OutsideFailure):
        await hasty.tokens.again(ANA, refused=refused, claims=None)
    assert time.monotonic() - began < 1.5
    assert await hasty.rows.load(ANA) is not None


async def test_one_persons_429_delays_nobody_else(world: World, ours: Replica) -> None:
    refused = {person: await ours.tokens.for_person(person) for person in (ANA, BEN)}
    await world.fault("429", retry_after=600, times=1)
    with pytest.raises(OutsideFailure):
        await ours.tokens.again(ANA, refused=refused[ANA], claims=None)
    assert owner_of(await ours.tokens.again(BEN, refused=refused[BEN], claims=None)) == object_id_of(BEN)
    await ours.sign_ins.exchange(BEN, await world.made(person="ben"))


async def test_fifty_requests_for_two_people_at_once_never_mix(ours: Replica) -> None:
    refused = {person: await ours.tokens.for_person(person) for person in (ANA, BEN)}
    people = [ANA, BEN] * 25
    found = await asyncio.gather(*(ours.tokens.again(p, refused=refused[p], claims=None) for p in people))
    assert [owner_of(token) for token in found] == [object_id_of(person) for person in people]


async def test_attack_19_twenty_replicas_refresh_at_once_and_all_succeed(world: World, ours: Replica) -> None:
    refused = await ours.tokens.for_person(ANA)
    replicas = [await world.replica() for _ in range(20)]
    found = await asyncio.gather(*(each.tokens.again(ANA, refused=refused, claims=None) for each in replicas))
    assert refused not in found
    assert {owner_of(token) for token in found} == {object_id_of(ANA)}
    assert await (await world.replica()).tokens.for_person(ANA) in found


async def test_attack_19_twenty_first_sign_ins_at_once_all_succeed(world: World) -> None:
    replicas = [await world.replica() for _ in range(20)]
    token = await world.made()
    await asyncio.gather(*(each.sign_ins.exchange(ANA, token) for each in replicas))
    assert owner_of(await replicas[0].tokens.for_person(ANA)) == object_id_of(ANA)


async def test_a_right_that_ended_does_not_take_along_one_that_was_given_meanwhile(world: World, ours: Replica) -> None:
    refused, other = await ours.tokens.for_person(ANA), await world.replica()
    await world.local("entra/people/ana/sign-out")

    class Meanwhile(SqlTokenRows):
        """Right after the old row was loaded, Ana connects anew elsewhere."""

        async def load(self, person: PersonId) -> TokenRow | None:
            old = await super().load(person)
            if not other.posted:
                await other.sign_ins.exchange(ANA, await world.made())
            return old

    rows = Meanwhile(ours.rows._runner, ours.rows._clock)
    tokens = PersonTokens(ours.entra, KeptTokens(rows, Seal(world.keys)))
    assert await tokens.again(ANA, refused=refused, claims=None) == await other.tokens.for_person(ANA)
    assert len(ours.posted) == 1


async def test_attack_18_a_row_that_was_moved_to_somebody_else_is_not_opened(
    world: World, ours: Replica, caplog: pytest.LogCaptureFixture
) -> None:
    bens, anas = await ours.rows.load(BEN), await ours.rows.load(ANA)
    assert bens is not None
    assert anas is not None
    await ours.rows.save(ANA, bens.sealed, anas.version)
    with pytest.raises(SignInNeeded) as caught:
        await (await world.replica()).tokens.for_person(ANA)
    assert (caught.value.why, type(caught.value.__cause__)) == (WhyNot.ENDED, Tampered)
    assert "cannot be opened" in caplog.text
    assert await ours.rows.load(ANA) is not None


async def test_attack_18_under_another_key_nothing_is_opened_and_a_new_sign_in_mends_it(
    world: World, ours: Replica
) -> None:
    world.keys = (Fernet.generate_key().decode(),)
    strange = await world.replica()
    assert await why_not(strange) is WhyNot.ENDED
    assert await ours.rows.load(ANA) is not None
    await strange.sign_ins.exchange(ANA, await world.made())
    assert owner_of(await strange.tokens.for_person(ANA)) == object_id_of(ANA)


async def test_tokens_of_another_account_under_ones_own_name_are_not_used(world: World, ours: Replica) -> None:
    bens, anas = await ours.kept.load(BEN), await ours.rows.load(ANA)
    assert bens is not None
    assert anas is not None
    sealed = Seal(world.keys).seal(Purpose.TOKENS, ANA, bens.tokens.serialize())
    await ours.rows.save(ANA, sealed, anas.version)
    assert await why_not(await world.replica()) is WhyNot.ENDED


async def test_somebody_of_another_organisation_gets_nothing(ours: Replica) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await ours.tokens.for_person(person_id(tenant="another", object_id=object_id_of(ANA)))
    assert (caught.value.permanent, ours.asked) == (True, [])


async def test_what_is_remembered_is_forgotten_with_the_right(world: World, ours: Replica) -> None:
    kept = KeptTokens(ours.rows, Seal(world.keys))
    loaded = await kept.load(ANA)
    assert loaded is not None
    await kept.drop(ANA)
    kept.remember(ANA, "late", 3600, since=loaded.changes)
    assert kept.remembered(ANA) is None


async def test_no_token_code_or_secret_is_written_when_everything_is_at_its_most_talkative(
    world: World, ours: Replica, caplog: pytest.LogCaptureFixture
) -> None:
    # Given our log, and beside it all that the libraries would have said
    caplog.set_level(logging.DEBUG)
    written = logging.StreamHandler(io.StringIO())
    written.addFilter(logs.is_written)
    written.setFormatter(logs.Formatter(logs.LogFormat.TEXT))
    logging.getLogger().addHandler(written)
    # When somebody's right is refreshed, given anew, and ends
    refused = await ours.tokens.for_person(ANA)
    token = await ours.tokens.again(ANA, refused=refused, claims=None)
    begun = await ours.sign_ins.begin(ANA)
    answer = await world.browse(begun.url, account="ana")
    await ours.sign_ins.finish(ANA, begun.flow, answer)
    await world.local("entra/people/ana/sign-out")
    await why_not(ours, refused=await ours.tokens.for_person(ANA))
    logging.getLogger().removeHandler(written)
    # Then nothing of it is written, though it was said
    forms = {form[name] for form in ours.posted for name in form if name in SECRET}
    secrets = {token, refused, answer["code"], answer["state"], *forms}
    assert len(secrets) >= 8
    assert answer["code"] in caplog.text
    assert {secret for secret in secrets if secret in written.stream.getvalue()} == set()
    assert "eyJ" not in written.stream.getvalue()
