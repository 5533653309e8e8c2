"""gdviz: watch gradient descent happen. Start it by `streamlit run app.py`."""

from gdviz.ui import shell

shell.run()
