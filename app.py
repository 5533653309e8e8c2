"""gdviz: watch gradient descent happen. Start with: streamlit run app.py"""

from gdviz.ui import shell

shell.run()
