"""Addresses of the pages without JavaScript."""

from django.urls import URLPattern, URLResolver, path

from heard.doors.reporter.plain import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.report),
    path("back/", views.come_back),
]
