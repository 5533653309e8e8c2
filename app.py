"""gdviz: watch gradient descent happen. Start with: streamlit run app.py"""

from pathlib import Path

import streamlit as st

from gdviz.ui import frame

ICON = Path(__file__).parent / "gdviz" / "ui" / "web" / "icon.svg"

st.set_page_config(page_icon=str(ICON), layout="wide", initial_sidebar_state="auto")
frame.framed()
page = st.navigation(
    [
        st.Page("pages/loss_surface.py", title="Loss surface", icon=":material/landscape:", default=True),
        st.Page("pages/linear_regression.py", title="Linear regression", icon=":material/show_chart:"),
        st.Page("pages/classification.py", title="Classification", icon=":material/scatter_plot:"),
        st.Page("pages/find_the_bug.py", title="Find the bug", icon=":material/bug_report:"),
        st.Page("pages/reference.py", title="Reference", icon=":material/menu_book:"),
    ],
    position="top",
)
with frame.guarded():
    page.run()
