"""gdviz: watch gradient descent happen. Start it by `streamlit run app.py`.

The server imports this file once, for its `app`; then Streamlit runs it for each visitor, as `__main__`. A
host that knows nothing of an `app` only does the latter.
"""

import streamlit as st

from gdviz.ui import server, shell

if __name__ == "__main__":
    shell.run()
else:
    app = st.App(__file__, lifespan=server.lifespan, middleware=server.MIDDLEWARE)
