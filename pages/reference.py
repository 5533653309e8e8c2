"""The Reference page (cards made from the entries)."""
import streamlit as st

st.title("Reference")
