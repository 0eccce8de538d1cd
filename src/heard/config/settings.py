"""Settings, read once from the environment or from the file that HEARD_SETTINGS names.

Everything wrong is named at once, with the fix (``SettingsError``); nothing is guessed.
"""

from heard.config.reading import read

HEARD = read()

# --- Django's own names, all derived from the above ---
SECRET_KEY = HEARD.secret_key
DEBUG = False
ALLOWED_HOSTS = list(HEARD.hosts)
DATABASES = {"default": HEARD.database}
# Sessions are the desk's alone (doors/desk/session.py); no middleware sets a cookie elsewhere.
INSTALLED_APPS = ["heard.records", "django.contrib.sessions"]
MIDDLEWARE = [
    "heard.doors.public.hosts.KnownHost",
    # Before all of Django's: it answers the reporter's JSON before anything else can look at her.
    *(["heard.doors.reporter.middleware.ReporterDoor"] if "reporter" in HEARD.doors else []),
    "heard.doors.public.headers.Everywhere",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
# /ui/ shows what our pages are made of. The demonstration turns it on; no setting does (ADR 0047).
KIT_PAGE = False
ROOT_URLCONF = "heard.config.urls"
WSGI_APPLICATION = "heard.config.wsgi.application"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LOGGING_CONFIG = "heard.config.logs.configure"
LOGGING: dict[str, object] = {"version": 1}  # not empty, or Django does not call configure

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_HSTS_SECONDS = 63_072_000 if HEARD.tls else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HEARD.proxies else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS: list[str] = []  # nothing of anybody's is ever put in a temporary file

EMAIL_TIMEOUT = 20
EMAIL_HOST = ""  # no mail unless HEARD_MAIL_URL names a server
globals().update(HEARD.mail)
