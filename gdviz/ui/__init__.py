"""Streamlit controls shared by pages, and the state of a page <-> its URL."""
