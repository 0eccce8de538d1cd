"""scim2-tester, the checker of SCIM services, finds nothing: against the door as it is served."""

from __future__ import annotations

import pytest
from provisioning import token


@pytest.fixture
def client(meridian):
    from scim2_client.engines.wsgi import WSGISCIMClient

    from heard.config.wsgi import application  # asks the database: not while tests are collected

    return WSGISCIMClient(
        application,
        base_url="http://localhost:8000/scim/v2",
        headers={"Authorization": f"Bearer {token()}"},
    )


def test_every_check_of_scim2_tester_succeeds(client):
    from scim2_tester import Status, check_server

    results = check_server(client)
    wrong = [
        (each.title, each.status, each.reason)
        for each in results
        if each.status not in {Status.SUCCESS, Status.ACCEPTABLE}
    ]
    assert wrong == []
    assert len(results) > 50
