"""How a person gives the app the right to their own calendar.

To build it, once, in the wiring::

    entra = Entra(settings)                                     # close with entra.close()
    kept = KeptTokens(SqlTokenRows(runner, clock.now), Seal(token_keys))
    keys = EntraKeys(settings)                                  # close with keys.close()
    sign_ins = EntraSignIns(entra, kept, TokenCheck(settings, keys), callback=f"{public_url}/sign-in/callback")
    tokens = PersonTokens(entra, kept)
    graph = GraphClient(settings, tokens, is_delegated=True)
"""

from __future__ import annotations

import hmac
import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import httpx
from msal import SerializableTokenCache, TokenCache

from graph.delegated_tokens import SCOPES
from graph.entra_answers import refusal_in_callback, token_in
from graph.sealing import Purpose
from learning.connection import Begun, WhyNot
from learning.errors import Outdated, OutsideFailure, SignInNeeded, Tampered, TokenRefused
from learning.people import PersonId, object_id_of, tenant_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.entra import Entra
    from graph.kept_tokens import KeptTokens
    from graph.token_check import TokenCheck

_AUTHORIZE: Final = "/oauth2/v2.0/authorize"
_ADMIN_CONSENT: Final = "/v2.0/adminconsent"


class EntraSignIns:
    """Implements `learning.ports.SignIns`. `callback` is the address to which Entra sends the browser back.

    `entra` and `kept` are shared with `PersonTokens`, and closed by whoever made them.
    """

    def __init__(self, entra: Entra, kept: KeptTokens, check: TokenCheck, *, callback: str) -> None:
        self._entra = entra
        self._kept = kept
        self._check = check
        self._callback = callback

    async def exchange(self, person: PersonId, token: str) -> None:
        """Turn the token of single sign-on into a kept right. Entra is not called before it is found good.

        Raises TokenRefused, SignInNeeded and OutsideFailure.
        """
        await self._check.check(token, person)
        await self._take(person, lambda tokens: self._on_behalf(token, tokens))

    async def begin(self, person: PersonId, *, claims: str | None = None) -> Begun:
        """Begin a sign-in in a browser, with PKCE, state and nonce. May raise OutsideFailure."""
        flow = await self._entra.run(partial(self._new_flow, claims))
        sealed = self._kept.seal.seal(Purpose.SIGN_IN, person, json.dumps(flow))
        return Begun(url=flow["auth_uri"], state=flow["state"], flow=sealed.decode())

    async def finish(self, person: PersonId, flow: str, answer: Mapping[str, str]) -> None:
        """Finish the sign-in and keep the right. What the account's id token says must be the person.

        Raises TokenRefused, SignInDeclined, SignInNeeded and OutsideFailure.
        """
        try:
            begun: dict[str, Any] = json.loads(self._kept.seal.open(Purpose.SIGN_IN, person, flow.encode()))
        except Tampered:
            raise TokenRefused("flow") from None
        if not hmac.compare_digest(begun["state"].encode(), answer.get("state", "").encode()):
            raise TokenRefused("state")
        if "error" in answer:
            raise refusal_in_callback(answer)
        if not (code := answer.get("code")):
            raise TokenRefused("answer")
        try:
            await self._take(person, lambda tokens: self._redeemed(begun, code, tokens))
        except SignInNeeded as needed:
            if needed.why is WhyNot.ENDED:  # of a code, that is: used before, or too late
                raise TokenRefused("code") from None
            raise

    async def forget(self, person: PersonId) -> None:
        """Drop what is kept of this person."""
        await self._kept.drop(person)

    async def consent_address(self, *, state: str, back: str) -> str:
        """Microsoft's page on which an administrator allows our scopes for everybody. May raise OutsideFailure."""
        endpoint = await self._entra.run(lambda: self._entra.application(TokenCache()).authority.authorization_endpoint)
        if not isinstance(endpoint, str) or not endpoint.endswith(_AUTHORIZE):
            raise OutsideFailure("Entra's discovery makes no sense: its page for sign-in is not where it should be")
        asked = {
            "client_id": self._entra.settings.client_id,
            "scope": " ".join(SCOPES),
            "redirect_uri": back,
            "state": state,
        }
        return f"{endpoint.removesuffix(_AUTHORIZE)}{_ADMIN_CONSENT}?{urlencode(asked)}"

    async def _take(self, person: PersonId, ask: Callable[[SerializableTokenCache], dict[str, Any] | None]) -> None:
        """Keep what Entra gives, when it is the person's own."""
        tokens = SerializableTokenCache()
        answer = await self._entra.run(partial(ask, tokens))
        token_in(answer)
        claims = (answer or {}).get("id_token_claims") or {}
        owner = (str(claims.get("tid")).lower(), str(claims.get("oid")).lower())
        if owner != (tenant_of(person), object_id_of(person)):
            raise TokenRefused("person")
        if str(claims.get("aud")).lower() != self._entra.settings.client_id.lower():
            raise TokenRefused("audience")
        try:
            await self._kept.replace(person, tokens)
        except Outdated as error:
            raise OutsideFailure("the tokens could not be kept: others keep theirs at the same time") from error

    def _on_behalf(self, token: str, tokens: SerializableTokenCache) -> dict[str, Any] | None:
        """Runs in a thread."""
        answer: dict[str, Any] | None = self._entra.application(tokens).acquire_token_on_behalf_of(token, list(SCOPES))
        return answer

    def _new_flow(self, claims: str | None) -> dict[str, Any]:
        """Runs in a thread."""
        flow: dict[str, Any] = self._entra.application(TokenCache()).initiate_auth_code_flow(
            list(SCOPES), redirect_uri=self._callback, claims_challenge=claims, response_mode="form_post"
        )
        # A form that another site posts comes without our SameSite cookie, which is what ties the answer to the
        # browser. So the answer shall come as a query; MSAL would only warn of that, the whole process through.
        return flow | {"auth_uri": str(httpx.URL(flow["auth_uri"]).copy_set_param("response_mode", "query"))}

    def _redeemed(self, flow: dict[str, Any], code: str, tokens: SerializableTokenCache) -> dict[str, Any] | None:
        """Runs in a thread."""
        application = self._entra.application(tokens)
        answer: dict[str, Any] | None
        try:
            answer = application.acquire_token_by_auth_code_flow(flow, {"code": code, "state": flow["state"]})
        except RuntimeError:  # its text holds what the id token says
            raise TokenRefused("nonce") from None
        return answer
