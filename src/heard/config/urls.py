"""The doors that this process opens (HEARD_DOORS), and the static pages, which all have."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

_ROOMS = {"reporter": "report/", "desk": "desk/", "scim": "scim/", "public": ""}

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"heard.doors.{door}.urls"))
    for door, prefix in _ROOMS.items()
    if door in settings.HEARD.doors
]
urlpatterns.append(path("", include("heard.doors.public.pages")))
