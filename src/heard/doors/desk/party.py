"""This site as browsers and authenticators know it."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from heard.actions.sign_in import RelyingParty
from heard.doors._http.reading import own_origin


def party(request: HttpRequest) -> RelyingParty:
    """This site for authenticators."""
    host, _ = split_domain_port(request.get_host())
    return RelyingParty(id=host, origin=own_origin(request), name=settings.HEARD.site)
