"""What Entra says when it gives no token, as typed failures. Of its words only codes are repeated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from learning.connection import WhyNot
from learning.errors import OutsideFailure, SignInDeclined, SignInNeeded, TokenRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

_PASSING: Final = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
_NO_CONSENT: Final = frozenset({65001, 90093, 90094, 90095, 900941})
"""AADSTS: nobody has consented, or only an administrator may."""
_MORE_PROOF: Final = frozenset(
    {50072, 50074, 50076, 50079, 50097, 50158, 53000, 53001, 53002, 53003, 53004, 53009, 530021, 530031, 530032, 530034}
)
"""AADSTS: multi-factor authentication, a device or a place that the organisation's conditional access asks for."""
_MORE_PROOF_ERRORS: Final = frozenset({"interaction_required", "login_required"})
_MORE_PROOF_DETAILS: Final = frozenset({"basic_action", "additional_action", "message_only"})
_LONGEST_CLAIMS: Final = 4096
"""https://learn.microsoft.com/entra/identity-platform/reference-error-codes lists the codes, and the documentation of
conditional access for developers the details (`suberror`) and `claims`."""


def token_in(answer: Mapping[str, Any] | None) -> str:
    """The token in this answer of MSAL's. Raises what `refusal_in` makes of an answer without."""
    token = (answer or {}).get("access_token")
    if isinstance(token, str) and token:
        return token
    raise refusal_in(answer or {})


def refusal_in(answer: Mapping[str, Any]) -> OutsideFailure:
    """The failure that this answer about a person's right is.

    That the organisation has not consented and that more proof is wanted often come as `invalid_grant` too; what is
    left of that is the end of the grant: taken back, expired, password changed, account disabled or locked.
    """
    error, detail, codes = str(answer.get("error", "")), str(answer.get("suberror", "")), codes_in(answer)
    if error in _PASSING:
        return OutsideFailure(f"Entra has trouble: {error}")
    if codes & _NO_CONSENT or "consent_required" in (error, detail):
        return SignInNeeded(WhyNot.NOT_ALLOWED)
    claims = _claims_in(answer)
    if claims or error in _MORE_PROOF_ERRORS or codes & _MORE_PROOF or detail in _MORE_PROOF_DETAILS:
        return SignInNeeded(WhyNot.MORE_PROOF, claims=claims)
    if error == "invalid_grant":
        return SignInNeeded(WhyNot.ENDED)
    return OutsideFailure(f"Entra gave no token but {named(error)} {sorted(codes)}", permanent=True)


def refusal_in_callback(answer: Mapping[str, str]) -> OutsideFailure:
    """The failure that Entra sent the browser back with."""
    failure = refusal_in(answer)
    if answer["error"] == "access_denied" and not isinstance(failure, SignInNeeded):
        return SignInDeclined()
    if isinstance(failure, SignInNeeded) and failure.why is WhyNot.ENDED:
        return TokenRefused("answer")
    return failure


def codes_in(answer: Mapping[str, Any]) -> frozenset[int]:
    """The AADSTS numbers of this answer; a browser brings them in the description alone."""
    listed = answer.get("error_codes")
    codes = {code for code in listed if isinstance(code, int)} if isinstance(listed, list) else set()
    described = re.match(r"AADSTS([0-9]{1,9})\b", str(answer.get("error_description", "")))
    return frozenset(codes | ({int(described[1])} if described else set()))


def named(error: str) -> str:
    """Entra's word for an error, when it looks like one."""
    return error if re.fullmatch(r"[a-z_]{1,60}", error) else "something unknown"


def _claims_in(answer: Mapping[str, Any]) -> str | None:
    claims = answer.get("claims")
    return claims if isinstance(claims, str) and 0 < len(claims) <= _LONGEST_CLAIMS else None
