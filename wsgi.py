"""The WSGI application for any server: ``gunicorn -k gthread wsgi:app``.

``takrim run`` needs no more than this package; this module is for those who bring their own
server.  Settings come from the environment.
"""

from app.serving import load
from app.settings import Settings

app = load(Settings.from_env())
