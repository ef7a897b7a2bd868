"""What Entra refuses, and what makes a bearer token no good."""

from __future__ import annotations


class EntraError(Exception):
    """The token endpoint says no. `number` is the AADSTS code; the words are its description.

    `suberror` says more where Entra does, such as `consent_required`; `claims` is what a new sign-in must bring.
    """

    def __init__(
        self,
        status: int,
        error: str,
        number: int,
        description: str,
        *,
        suberror: str | None = None,
        claims: str | None = None,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.number = number
        self.suberror = suberror
        self.claims = claims


def invalid_grant(number: int, description: str, suberror: str | None = None) -> EntraError:
    """What was brought opens nothing (any more)."""
    return EntraError(400, "invalid_grant", number, description, suberror=suberror)


def invalid_request(number: int, description: str) -> EntraError:
    """The request cannot be understood."""
    return EntraError(400, "invalid_request", number, description)


class BearerError(Exception):
    """An Authorization header without a good token; its words say why."""
