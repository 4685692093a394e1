"""The calibration row: the smallest Flask application, on the same server as the product."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Answer without doing anything."""
    return "hello"
