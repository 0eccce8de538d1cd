"""This site as browsers and authenticators know it."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from heard.actions.sign_in import RelyingParty


def own_origin(request: HttpRequest) -> str:
    """Scheme, host and port of this site; ``get_host`` refuses a host that is not in settings."""
    host = request.get_host()
    return str(settings.HEARD.origin) if settings.HEARD.tls else f"http://{host}"


def party(request: HttpRequest) -> RelyingParty:
    """This site for authenticators."""
    host, _ = split_domain_port(request.get_host())
    return RelyingParty(id=host, origin=own_origin(request), name=settings.HEARD.site)
