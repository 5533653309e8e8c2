"""How Streamlit runs parts of a page, where that is changed."""
