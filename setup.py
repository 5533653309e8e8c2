"""What pyproject.toml cannot say: the scripts of the app, which stay at the top, go into the package."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
APP = ["app.py", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("pages/*.py")), ".streamlit/config.toml"]


class WithApp(build_py):
    """Builds the package with the app in it; see `gdviz/home.py`."""

    def run(self) -> None:
        """Copy the app beside the package's own files, but not into a checkout that is installed in place."""
        super().run()
        if self.editable_mode:
            return
        for name in APP:
            target = Path(self.build_lib, "gdviz", "app", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)


setup(cmdclass={"build_py": WithApp})
