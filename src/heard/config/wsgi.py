"""What granian or gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # as in heard/config/command
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
application = get_wsgi_application()
