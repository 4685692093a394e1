"""django-helpdesk as it comes, for ``journey`` to be held against, in an environment of its own.

    python -m venv other
    other/bin/pip install django-helpdesk==2.6.1 granian packaging
    python benchmarks/journey.py --other other/bin/python

``OTHER_DESK`` names the file of its database; ``python other_desk.py`` makes it.  ``lean`` is
the same desk kept on one core, as a worker of ours is.
"""

import os
import sys
from pathlib import Path

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.one_core import OneCore

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "other_settings")
app = get_wsgi_application()
lean = OneCore(app)
urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]

if __name__ == "__main__":
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    Queue.objects.create(title="Desk", slug="desk", allow_public_submission=True)
