"""The only Django app with models."""

from django.apps import AppConfig


class Records(AppConfig):
    """Tables are named ``heard_…``."""

    name = "heard.records"
    label = "heard"
    default_auto_field = "django.db.models.BigAutoField"
