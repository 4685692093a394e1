"""The issuing officer's desk for files of the directory."""

from flask import Blueprint

bp = Blueprint("directory", __name__, url_prefix="/desk/directory")
