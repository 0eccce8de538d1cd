"""The only Django app with models."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from heard.records import closed


class Records(AppConfig):
    """Tables are named ``heard_…``."""

    name = "heard.records"
    label = "heard"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A Heard that is closed keeps nothing, no matter who asks."""
        connection_created.connect(closed.watch)
