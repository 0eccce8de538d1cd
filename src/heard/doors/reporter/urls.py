"""The addresses of this door; its JSON is answered earlier (middleware.py)."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("plain/", include("heard.doors.reporter.plain.urls")),
]
