"""The least that Streamlit can show: a visit of it takes what no app can be quicker than."""

import streamlit as st

st.write("There is nothing to see here.")
