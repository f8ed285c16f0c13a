"""ASGI application: Streamlit's pages, and the data that the map fetches.

Everything below `/runs/` belongs to one run, which never changes: a browser keeps it for good.
"""

from pathlib import Path

import plotly
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.starlette import App

from analysis.errors import InputError
from analysis.runs.store import Run
from dashboard.data.loading import load_run, whole_runs
from dashboard.data.records import records
from dashboard.state.address import RUN
from dashboard.text.wording import readable_date
from dashboard.topic_map.map_data import edition_name, map_column

_HERE = Path(__file__).parent
_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# By the reader's browser alone: a cache that many share must not hand out what a proxy asks a
# password for. Packed, numbers get little smaller, and packing takes longer than sending.
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Encoding": "identity"}
_NOT_KEPT = {"Cache-Control": "no-store"}
_PAGES = ("", "map", "themes", "trends", "papers", "compare", "about")


class NamedRun:
    """Middleware that leads the address of a page without a run to the latest run.

    Written by the page itself, the run would be a step of its own on the browser's way back.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a redirect, or leave it to the application."""
        latest = next(iter(whole_runs()), None) if _asks_for_a_page(scope) else None
        if latest is None:
            await self.app(scope, receive, send)
            return
        asked = QueryParams(scope["query_string"])
        # Relative: whatever path a proxy serves the dashboard at stays.
        named = f"?{QueryParams([*asked.multi_items(), (RUN, latest)])}"
        await RedirectResponse(named, headers=_NOT_KEPT)(scope, receive, send)


def _asks_for_a_page(scope: Scope) -> bool:
    """Whether a browser asks for a page of the dashboard without naming a run."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    request = Request(scope)
    page = scope["path"].rpartition("/")[2]
    is_read = "text/html" in request.headers.get("accept", "")
    return is_read and page in _PAGES and RUN not in request.query_params


def column(request: Request) -> Response:
    """Response with one column of the map, as in `map_column`."""
    run = _run(request)
    if not _is_named(request, run):
        raise HTTPException(404, "This run was corrected in the meantime: reload the page.")
    try:
        content = map_column(run, request.path_params["column"])
    except InputError as error:
        raise HTTPException(404, str(error)) from error
    return Response(content, media_type="application/octet-stream", headers=_KEPT)


def paper(request: Request) -> Response:
    """Response with the hover text of one paper: title, date and theme, plain text."""
    run, asked = _run(request), request.path_params["doc_id"]
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 10
    doc_id = int(asked) if is_number else len(run.documents)
    if doc_id >= len(run.documents):
        raise HTTPException(404, f"The run {run.run_id} has no paper {asked}.")
    found = records(run.documents.iloc[[doc_id]])[0]
    said = {
        "title": found["title"] or "Untitled",
        "date": readable_date(found["published"]),
        "theme": run.labels[found["topic"]],
    }
    return JSONResponse(said, headers=_KEPT if _is_named(request, run) else _NOT_KEPT)


def plotly_js(request: Request) -> Response:
    """Plotly.js from the Python package, so that both have the same version."""
    del request
    return FileResponse(_PLOTLY, media_type="text/javascript", headers=_KEPT)


def _run(request: Request) -> Run:
    name = request.path_params["run_id"].partition("~")[0]
    if name not in whole_runs():
        raise HTTPException(404, f"There is no run {name}.")
    return load_run(name)


def _is_named(request: Request, run: Run) -> bool:
    # Browsers keep what they got for good; another edition of the corrections has another name.
    return edition_name(run) == request.path_params["run_id"]


# Served at the root, or below whatever path Streamlit is told to serve at.
_ROOTS = ("", "/{root:path}")
app = App(
    _HERE / "streamlit_app.py",
    middleware=[Middleware(NamedRun)],
    routes=[
        Route(f"{root}{path}", answer)
        for root in _ROOTS
        for path, answer in (
            ("/runs/{run_id}/map/{column}", column),
            ("/runs/{run_id}/papers/{doc_id}", paper),
            (f"/plotly-{plotly.__version__}.js", plotly_js),
        )
    ],
)
