"""The application for an asynchronous server. Pages are quicker under `wsgi`."""

import os

from django.core.asgi import get_asgi_application

from wayhome.config import places

os.environ.setdefault("DJANGO_SETTINGS_MODULE", places.settings_module())

application = get_asgi_application()
