"""The addresses at which rules are put, listed and taken away."""

from __future__ import annotations

from aiohttp import web

from standin.faults.rules import Faults, UnusableRule
from standin.window.requests import bad_request, not_found, read_object


def routes(faults: Faults) -> list[web.AbstractRouteDef]:
    """The routes under `/local/faults`."""
    handlers = _FaultRoutes(faults)
    return [
        web.get("/local/faults", handlers.list),
        web.post("/local/faults", handlers.add),
        web.delete("/local/faults", handlers.remove_all),
        web.delete("/local/faults/{id}", handlers.remove),
    ]


class _FaultRoutes:
    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    async def list(self, _request: web.Request) -> web.Response:
        return web.json_response({"faults": [rule.to_json() for rule in self._faults.all()]})

    async def add(self, request: web.Request) -> web.Response:
        try:
            rule = self._faults.add(await read_object(request))
        except UnusableRule as error:
            raise bad_request(str(error)) from error
        return web.json_response(rule.to_json(), status=201)

    async def remove(self, request: web.Request) -> web.Response:
        if not self._faults.remove(request.match_info["id"]):
            raise not_found("There is no such rule.")
        return web.Response(status=204)

    async def remove_all(self, _request: web.Request) -> web.Response:
        self._faults.remove()
        return web.Response(status=204)
