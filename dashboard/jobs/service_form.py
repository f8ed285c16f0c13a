"""Papers of a service: what it is asked for, what that costs, and the start of the fetch."""

from datetime import timedelta

import streamlit as st

from analysis.errors import InputError, PapertidesError
from analysis.papers.sources.clock import SystemClock
from analysis.papers.sources.service import Query, Service
from analysis.runs.atomic_folder import remove_folder
from dashboard.jobs.commands import FETCHED, fetch_words, start
from dashboard.jobs.paper_folders import free_name, new_folder, papers_dir, why_refused
from dashboard.jobs.permission import demand_permission
from dashboard.text.wording import count, plain

_SHOWN = 10  # requests
_A_WEEK = timedelta(days=7)
_KEYS = (
    "Keys are kept on the machine that serves this dashboard, in its environment or in the file "
    "`keys.toml`; none is typed here."
)


def service_form(service: Service) -> None:
    """Show what a service can be asked for, what that takes, and the button that fetches it."""
    query = _query(service)
    try:
        service.refuse_unfit(query)
    except InputError as error:
        st.info(plain(str(error)), icon=":material/edit:")
        return
    suggested = free_name(f"{_subject(query)} from {service.title}", papers_dir())
    name = st.text_input("Name", suggested, max_chars=60).strip()
    refused = why_refused(name)
    if refused:
        st.error(plain(refused), icon=":material/error:")
    elif _show_plan(service, query) and st.button("Fetch papers", type="primary"):
        _fetch(service, query, name=name)
        st.rerun()


def _query(service: Service) -> Query:
    words, categories = "", ""
    if service.takes.query:
        words = st.text_input(
            "Query", help=f"Words that the papers contain, as {service.title} reads them."
        )
    if service.takes.category:
        categories = st.text_input(
            "Categories",
            placeholder=service.takes.category,
            help=f"Each {service.takes.category}; with a semicolon between several.",
        )
    today = SystemClock().today()
    first, last = st.columns(2)
    since = first.date_input("First day", today - _A_WEEK, max_value=today)
    until = last.date_input("Last day", today, max_value=today)
    named = tuple(name for part in categories.split(";") if (name := part.strip()))
    return Query(words.strip() or None, named, since, until)


def _subject(query: Query) -> str:
    """What a query asks for, in few words."""
    return " ".join(filter(None, [query.words, *query.categories])) or "papers"


def _show_plan(service: Service, query: Query) -> bool:
    """Say which requests a query takes and what they cost, without sending one; whether it can."""
    # With the HTTP layer, which no other page needs.
    from analysis.papers.sources.fetching import Fetch
    from analysis.papers.sources.report_text import describe_cost, request_lines

    fetch = Fetch(service, query, papers_dir() / FETCHED)
    try:
        requests = fetch.plan()
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return False
    try:
        fetch.needed_key()
    except InputError as error:
        st.error(plain(str(error)), icon=":material/key:")
        st.caption(_KEYS)
        return False
    spacing = fetch.spacing()
    st.markdown(plain(describe_cost(service, requests, spacing=spacing)))
    with st.expander("The first requests"):
        st.code("\n".join(request_lines(requests[:_SHOWN])), language=None, wrap_lines=True)
        if len(requests) > _SHOWN:
            st.caption(f"and {count(len(requests) - _SHOWN, 'request')} more")
    st.caption("The papers are checked and shown to you before their themes are found.")
    return True


def _fetch(service: Service, query: Query, *, name: str) -> None:
    demand_permission()
    folder = new_folder(name)
    try:
        start(fetch_words(service.name, query, folder=folder))
    except PapertidesError:
        remove_folder(folder)  # the name is free for another try
        raise
