"""The machines that pages may seal to, as the next roster names them (docs/spec/roster.md)."""

from heard.access import notify_key
from heard.formats import roster
from heard.records.models import Machine, Organisation


def services() -> tuple[roster.Service, ...]:
    """This server's key for reporters' contacts, and then the machines of others."""
    key = notify_key.ensure()
    name = Organisation.objects.values_list("name", flat=True).get()
    notices = roster.Service(
        use=roster.NOTICES, operator=name, recipient=key.recipient, signing=key.push
    )
    return (notices, *_of_others())


def _of_others() -> list[roster.Service]:
    return [
        roster.Service(
            use=each.use, operator=each.operator, recipient=each.recipient, signing=each.signing
        )
        for each in Machine.objects.order_by("use", "operator", "sha256")
    ]
