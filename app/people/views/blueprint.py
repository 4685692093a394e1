"""The blueprint of people; its views stand in the modules beside this one."""

from flask import Blueprint

bp = Blueprint("people", __name__)
