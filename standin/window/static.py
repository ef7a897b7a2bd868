"""The built page. Until it is built, a page that says how."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

_DIST = Path(__file__).parent.parent / "page" / "dist"
_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The page is not built yet</title>
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.5 "Segoe UI", system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem }
  code { font-size: 1.1em }
</style>
<main>
  <h1>The page is not built yet</h1>
  <p>Please run <code>make setup</code> in the project's folder, then load this page again.</p>
</main></html>
"""


async def page(_request: web.Request) -> web.StreamResponse:
    """GET /: one person's window, or the choice of a person."""
    index = _DIST / "index.html"
    if not index.is_file():
        return web.Response(status=503, text=_NOT_BUILT, content_type="text/html")
    return web.FileResponse(index, headers={"Cache-Control": "no-cache"})


async def asset(request: web.Request) -> web.StreamResponse:
    """GET /assets/{name}: the page's scripts and styles."""
    file = _DIST / "assets" / Path(request.match_info["name"]).name
    if not file.is_file():
        raise web.HTTPNotFound(text="There is no such file.")
    return web.FileResponse(file)
