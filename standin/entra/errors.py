"""What Entra refuses, and what makes a bearer token no good."""

from __future__ import annotations


class EntraError(Exception):
    """The token endpoint says no. `number` is the AADSTS code; the words are its description."""

    def __init__(self, status: int, error: str, number: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.number = number


class BearerError(Exception):
    """An Authorization header without a good token; its words say why."""
