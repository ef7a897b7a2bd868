"""What is kept of a person opens for that person and purpose alone, under the keys that the operator has."""

from __future__ import annotations

from itertools import product

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from graph.sealing import Purpose, Seal
from learning.errors import Tampered
from tests.graph.entra_world import ANA, BEN

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.text())
def test_what_was_sealed_comes_back_and_is_not_to_be_read_before(text: str) -> None:
    seal = Seal([NEW])
    sealed = seal.seal(Purpose.TOKENS, ANA, text)
    assert seal.open(Purpose.TOKENS, ANA, sealed) == text
    assert ANA.encode() not in sealed


def test_attack_18_nothing_opens_for_somebody_else_or_for_another_purpose() -> None:
    seal = Seal([NEW])
    everything = list(product(Purpose, (ANA, BEN)))
    for purpose, person in everything:
        sealed = seal.seal(purpose, person, "secret")
        for other in everything:
            if other != (purpose, person):
                with pytest.raises(Tampered):
                    seal.open(*other, sealed)


def test_attack_18_under_another_key_or_changed_by_a_bit_nothing_opens() -> None:
    sealed = Seal([NEW]).seal(Purpose.TOKENS, ANA, "secret")
    with pytest.raises(Tampered):
        Seal([OLD]).open(Purpose.TOKENS, ANA, sealed)
    for place in (0, 20, len(sealed) - 1):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Tampered):
            Seal([NEW]).open(Purpose.TOKENS, ANA, changed)


def test_after_a_change_of_keys_the_old_still_opens_and_the_new_seals() -> None:
    before = Seal([OLD]).seal(Purpose.TOKENS, ANA, "secret")
    both = Seal([NEW, OLD])
    assert both.open(Purpose.TOKENS, ANA, before) == "secret"
    assert Seal([NEW]).open(Purpose.TOKENS, ANA, both.seal(Purpose.TOKENS, ANA, "secret")) == "secret"


@pytest.mark.parametrize("keys", [[], ["secret-words"], [NEW, "secret-words"], ["é"], [""]])
def test_keys_that_are_none_are_refused_without_being_repeated(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key") as caught:
        Seal(keys)
    assert "secret-words" not in str(caught.value)
