"""Where the scripts of the app are: in an installed package, or beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
INSTALLED = PACKAGE / "app"  # setup.py puts app.py, pages and the configuration there
HOME = INSTALLED if (INSTALLED / "app.py").exists() else PACKAGE.parent
