"""The application as a web server sees it."""

import os

from django.core.wsgi import get_wsgi_application

from wayhome.config import places

os.environ.setdefault("DJANGO_SETTINGS_MODULE", places.settings_module())

application = get_wsgi_application()
