"""The calibration row: the smallest Flask application, on the same server as the product."""

import sys
from pathlib import Path

from flask import Flask

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.one_core import OneCore

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Answer without doing anything."""
    return "hello"


app.wsgi_app = OneCore(app.wsgi_app)  # type: ignore[method-assign]  as the product is served
