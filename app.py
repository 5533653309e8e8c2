"""gdviz: watch gradient descent happen. Start with: streamlit run app.py"""

import streamlit as st

st.set_page_config(page_title="gdviz", page_icon=":material/ssid_chart:", layout="wide", initial_sidebar_state="auto")
st.navigation([
    st.Page("pages/loss_surface.py", title="Loss surface", icon=":material/landscape:", default=True),
    st.Page("pages/reference.py", title="Reference", icon=":material/menu_book:"),
], position="top").run()
