"""Router: pages, the search above them and the run card beside them, inside the error boundary."""

from pathlib import Path

import streamlit as st

from dashboard.components.blocks import mode
from dashboard.jobs.job_line import job_line
from dashboard.jobs.new_papers import new_papers_button
from dashboard.shell.error_boundary import said_in_words
from dashboard.shell.last_visit import note_visit
from dashboard.shell.run_card import pick_run
from dashboard.shell.search_box import search_box
from dashboard.shell.way_back import keep_steps_whole
from dashboard.shell.welcome import welcome
from dashboard.state.address import asked_names, show_address
from dashboard.state.browser_storage import connect
from dashboard.state.old_addresses import new_place

STYLE = Path(__file__).parent / "style"
SIDEBAR = 256  # pixels: the rest of a narrow window is for the page
PAGES = [
    st.Page("views/overview.py", title="Overview", icon=":material/home:", default=True),
    st.Page("views/topic_map.py", title="Map", icon=":material/scatter_plot:", url_path="map"),
    st.Page("views/themes.py", title="Themes", icon=":material/category:"),
    st.Page("views/trends.py", title="Trends", icon=":material/trending_up:"),
    st.Page("views/papers.py", title="Papers", icon=":material/article:"),
    st.Page("views/compare.py", title="Compare", icon=":material/compare_arrows:"),
    st.Page("views/about.py", title="Details of the run", url_path="about", visibility="hidden"),
]
# Addresses of earlier versions, which lead to what has taken their place.
MOVED = [
    st.Page("views/papers.py", title="Trending", url_path="trending", visibility="hidden"),
    st.Page("views/papers.py", title="Reading list", url_path="reading_list", visibility="hidden"),
    st.Page("views/themes.py", title="The field", url_path="field", visibility="hidden"),
    st.Page("views/about.py", title="Corrections", url_path="corrections", visibility="hidden"),
    st.Page("views/trends.py", title="Keywords", url_path="keywords", visibility="hidden"),
]

# The icon comes before the pages: where it is not set, the browser fetches theirs from the web.
st.set_page_config(page_icon=str(STYLE / "icon.svg"), layout="wide", initial_sidebar_state=SIDEBAR)
page = st.navigation([*PAGES, *MOVED])
if moved := new_place(page.url_path, asked_names()):
    st.switch_page(**moved)
st.set_page_config(page_title=f"{page.title} · Papertides")
st.html(STYLE / "style.css")
st.html(STYLE / "map.css")
# Dialogs and menus lie beside the app, which alone says that it is light or dark.
st.html(f"<style>body {{ color-scheme: {mode()} }}</style>")
st.logo(str(STYLE / f"logo-{mode()}.svg"), size="large", icon_image=str(STYLE / "icon.svg"))
with said_in_words():
    with st.sidebar:
        run = pick_run()
        new_papers_button()
        job_line()
    note_visit()
    connect()
    keep_steps_whole()
    if run is None:
        welcome()
    else:
        show_address(page.url_path)
        search_box(run, page.url_path)
        page.run()
