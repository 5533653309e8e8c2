"""The least that answers a change: one field and one line. No app of Streamlit takes less of the server's time."""

import streamlit as st

rate = st.text_input("Learning rate, typed", "0.001")
st.write(f"The learning rate is {rate}.")
