"""The router: pages, the run and period pickers, and what is said when something is wrong."""

import streamlit as st

from analysis.errors import PapertidesError
from dashboard.pickers import pick_period, pick_run
from dashboard.welcome import welcome

PAGES = [
    st.Page("views/overview.py", title="Overview", icon=":material/home:", default=True),
    st.Page("views/topic_map.py", title="Topic map", icon=":material/scatter_plot:", url_path="map"),
    st.Page("views/themes.py", title="Themes", icon=":material/category:"),
    st.Page("views/keywords.py", title="Keywords", icon=":material/show_chart:"),
    st.Page("views/papers.py", title="Papers", icon=":material/article:"),
    st.Page("views/about.py", title="About this run", icon=":material/info:"),
]

page = st.navigation(PAGES)
st.set_page_config(page_title=f"{page.title} · Papertides", page_icon="🌊", layout="wide")
try:
    with st.sidebar:
        run = pick_run()
    if run is None:
        welcome()
    else:
        with st.sidebar:
            pick_period(run)
        page.run()
except PapertidesError as error:
    st.error(str(error), icon=":material/error:")
    st.stop()
