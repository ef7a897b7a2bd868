"""Access tokens for Graph by people's own right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from graph.entra_answers import token_in
from learning.connection import WhyNot
from learning.errors import OutsideFailure, SignInNeeded
from learning.people import PersonId, object_id_of, tenant_of

if TYPE_CHECKING:
    from msal import SerializableTokenCache

    from graph.entra import Entra
    from graph.kept_tokens import Kept, KeptTokens

SCOPES: Final = tuple(
    f"https://graph.microsoft.com/{right}" for right in ("Calendars.ReadWrite", "MailboxSettings.Read", "User.Read")
)
"""What a person is asked for, with Graph's name before each: so Entra answers too, and only what was answered in the
same words is found again among the kept tokens. MSAL adds openid, profile and offline_access."""

_ATTEMPTS = 3
_SPARE_SECONDS = 300.0


class PersonTokens:
    """Each person's own tokens, refreshed where needed. Implements `learning.ports.Tokens`.

    `entra` and `kept` are shared with `EntraSignIns`, and closed by whoever made them.
    """

    def __init__(self, entra: Entra, kept: KeptTokens) -> None:
        self._entra = entra
        self._kept = kept

    async def for_person(self, person: PersonId) -> str:
        """An access token for this person's calendar. Raises SignInNeeded and OutsideFailure."""
        return self._kept.remembered(person) or await self._fetch(person, refused=None, claims=None)

    async def again(self, person: PersonId, *, refused: str, claims: str | None) -> str:
        """Another one in place of a token that Graph refused. Raises SignInNeeded and OutsideFailure."""
        return await self._fetch(person, refused=refused, claims=claims)

    async def _fetch(self, person: PersonId, *, refused: str | None, claims: str | None) -> str:
        if tenant_of(person) != self._entra.settings.tenant.lower():
            raise OutsideFailure("the person belongs to another organisation", permanent=True)
        over: SignInNeeded | None = None
        for _ in range(_ATTEMPTS):
            kept = await self._kept.load(person)
            if kept is None:
                raise over or SignInNeeded(WhyNot.NOT_CONNECTED)
            try:
                answer = await self._entra.run(partial(self._silent, kept.tokens, person, refused, claims))
            except SignInNeeded as needed:
                if needed.why is not WhyNot.ENDED:
                    raise
                # Another process may have saved a newer row meanwhile: that one is tried too.
                await self._kept.drop(person, kept.version)
                over = needed
            else:
                return await self._taken(person, kept, answer)
        raise over or OutsideFailure("the kept tokens change too often")

    async def _taken(self, person: PersonId, kept: Kept, answer: dict[str, Any]) -> str:
        await self._kept.update(person, kept)
        token = token_in(answer)
        seconds = float(answer.get("expires_in") or 0) - _SPARE_SECONDS
        self._kept.remember(person, token, seconds, since=kept.changes)
        return token

    def _silent(
        self, tokens: SerializableTokenCache, person: PersonId, refused: str | None, claims: str | None
    ) -> dict[str, Any]:
        """Runs in a thread. The kept token if it still serves, else a new one. Raises SignInNeeded."""
        application = self._entra.application(tokens)
        account = _account_of(person, application.get_accounts())
        ask = partial(
            application.acquire_token_silent_with_error,
            list(SCOPES),
            account,
            claims_challenge=claims,
            http_exceptions=(OutsideFailure,),  # a token that still serves is used on while Entra has trouble
        )
        answer: dict[str, Any] | None = ask()
        if refused is not None and answer is not None and answer.get("access_token") == refused:
            answer = ask(force_refresh=True)
        if answer is None:
            raise SignInNeeded(WhyNot.ENDED)  # nothing is kept with which to ask
        token_in(answer)
        return answer


def _account_of(person: PersonId, accounts: list[dict[str, Any]]) -> dict[str, Any]:
    """The one account among these tokens, which must be the person's own."""
    if len(accounts) == 1:
        [account] = accounts
        own = (tenant_of(person), object_id_of(person))
        if (str(account.get("realm")).lower(), str(account.get("local_account_id")).lower()) == own:
            return account
    raise SignInNeeded(WhyNot.ENDED)
