"""Router: pages, the run and period pickers, inside the error boundary."""

from pathlib import Path

import streamlit as st

from dashboard.components.blocks import mode
from dashboard.jobs.job_line import job_line
from dashboard.jobs.new_papers import new_papers_button
from dashboard.shell.error_boundary import said_in_words
from dashboard.shell.last_visit import note_visit
from dashboard.shell.sidebar_pickers import pick_period, pick_run
from dashboard.shell.welcome import welcome
from dashboard.state.address import show_address
from dashboard.state.browser_storage import connect

STYLE = Path(__file__).parent / "style"
SIDEBAR = 256  # pixels: the rest of a narrow window is for the page
PAGES = [
    st.Page("views/overview.py", title="Overview", icon=":material/home:", default=True),
    st.Page(
        "views/topic_map.py", title="Topic map", icon=":material/scatter_plot:", url_path="map"
    ),
    st.Page("views/themes.py", title="Themes", icon=":material/category:"),
    st.Page("views/trends.py", title="What moves", icon=":material/trending_up:"),
    st.Page("views/trending.py", title="Trending", icon=":material/local_fire_department:"),
    st.Page("views/compare.py", title="Compare", icon=":material/compare_arrows:"),
    st.Page("views/keywords.py", title="Keywords", icon=":material/show_chart:"),
    st.Page("views/field.py", title="The field", icon=":material/landscape:"),
    st.Page("views/papers.py", title="Papers", icon=":material/article:"),
    st.Page("views/reading_list.py", title="Reading list", icon=":material/bookmarks:"),
    st.Page("views/corrections.py", title="Corrections", icon=":material/edit:"),
    st.Page("views/about.py", title="About this run", icon=":material/info:"),
]

# The icon comes before the pages: where it is not set, the browser fetches theirs from the web.
st.set_page_config(page_icon=str(STYLE / "icon.svg"), layout="wide", initial_sidebar_state=SIDEBAR)
page = st.navigation(PAGES)
st.set_page_config(page_title=f"{page.title} · Papertides")
st.html(STYLE / "style.css")
st.html(STYLE / "map.css")
st.logo(str(STYLE / f"logo-{mode()}.svg"), size="large", icon_image=str(STYLE / "icon.svg"))
with said_in_words():
    with st.sidebar:
        run = pick_run()
        new_papers_button()
        job_line()
    note_visit()
    connect()
    if run is None:
        welcome()
    else:
        show_address(page.url_path)
        with st.sidebar:
            pick_period(run)
        page.run()
