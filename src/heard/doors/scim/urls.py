"""One address for all of it: which resource, scim2-server reads from the path."""

from django.urls import URLPattern, re_path

from heard.doors.scim.views import Scim

urlpatterns: list[URLPattern] = [re_path(r"^v2(?P<path>/.{0,1000})?\Z", Scim())]
