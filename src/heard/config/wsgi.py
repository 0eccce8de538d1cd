"""What granian or gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # as in heard/config/command
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
django = get_wsgi_application()

from heard.config.front import Front, prepare  # noqa: E402 Django is ready only now

application = Front(django)
prepare()
