"""A holder's own settings: which rooms may be named, what is given back, and who else sees it."""

from __future__ import annotations

import dataclasses
import socket

import pytest
from receivers import Box, Web

from heard.access import notify_key
from heard.actions.transports import egress
from heard.formats import agefile
from heard.records.models import Holder

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
# What the services give people to copy, and Apprise's own form of it.
ROOMS = {
    "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ": "Slack",
    "https://oapi.dingtalk.com/robot/send?access_token=abcdefghij": "DingTalk",
    "dingtalk://abcdefghij/": "DingTalk",
    "https://open.feishu.cn/open-apis/bot/v2/hook/abc-def": "Feishu",
    "feishu://abcdef": "Feishu",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-def": "WeCom Bot",
    "wecombot://abc-def": "WeCom Bot",
    "ntfys://ntfy.example.org/topic": "ntfy",
    "https://prod-19.westeurope.logic.azure.com:443/workflows/0123456789abcdef0123456789abcdef"
    "/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0"
    "&sig=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG": "Power Automate",
}
REFUSED = {
    "json://example.org/": "a kind that the operator has not named",
    "mailto://user:pass@example.org": "the same",
    "file:///etc/passwd": "no room at all",
    "syslog://": "the machine itself",
    "ntfys://127.0.0.1/topic": "this machine",
    "ntfys://localhost/topic": "this machine by name",
    "ntfys://[::1]/topic": "this machine, in IPv6",
    "ntfys://[::ffff:10.0.0.1]/topic": "inside, in another dress",
    "ntfys://169.254.169.254/topic": "a cloud's own address",
    "ntfys://10.1.2.3/topic": "inside",
    f"{SLACK}?template=/etc/passwd": "a file of the server's",
    "ntfys://ntfy.example.org/topic?verify=no": "certificates unchecked",
    "ntfys://ntfy.example.org/topic?redirect=yes": "to wherever it says",
    "ntfys://ntfy.example.org/topic?+X-Header=1": "headers of one's own",
    "ntfys://ntfy.example.org/topic?attach=http://10.0.0.1/": "a fetch from inside",
    "slack://": "incomplete",
    "ntfys://ntfy.example.org/to\npic": "a line break",
    "": "nothing",
}


@pytest.fixture
def amara(world):
    return world.desks["Amara"]


def choose(desk, *targets, quiet=None):
    return desk.post("notifications", {"targets": list(targets), "quiet": quiet})


def test_at_first_there_is_nothing(amara) -> None:
    assert amara.get("notifications").json() == {
        "email": False,
        "targets": [],
        "quiet": None,
        "kinds": [*amara.get("notifications").json()["kinds"]],
        "zone": "Asia/Shanghai",
        "digest_hour": 9,
    }


@pytest.mark.parametrize(("url", "service"), ROOMS.items())
def test_rooms_of_the_chat_services_may_be_named(amara, url: str, service: str) -> None:
    answer = choose(amara, url)
    assert answer.status_code == 200, answer.content
    (told,) = answer.json()["targets"]
    assert service.lower() in told["label"].lower()


@pytest.mark.parametrize("url", REFUSED, ids=REFUSED.get)
def test_anything_else_is_refused(amara, url: str) -> None:
    choose(amara, SLACK)
    answer = choose(amara, url)
    assert answer.status_code == 400
    assert len(amara.get("notifications").json()["targets"]) == 1  # what was there stands


def test_an_address_is_never_given_back_and_kept_only_sealed(amara) -> None:
    said = choose(amara, SLACK, quiet=[22, 7])
    row = Holder.objects.get(id=amara.id)
    for told in (said.content, amara.get("notifications").content, bytes(row.targets)):
        assert b"TIiajkdnlazkcOXrIdevi7FQ" not in told
    key = notify_key.load()
    assert SLACK.encode() in agefile.unseal(bytes(row.targets), [key.identity])
    one = len(row.targets)
    choose(amara, SLACK, "feishu://abcdef", "wecombot://abc-def")
    assert len(Holder.objects.get(id=amara.id).targets) == one  # nor how many there are


def test_a_room_is_kept_by_its_id_and_goes_when_it_is_not_named(amara) -> None:
    kept = choose(amara, SLACK).json()["targets"][0]["id"]
    both = choose(amara, kept, "feishu://abcdef", quiet=[22, 7]).json()
    assert (both["targets"][0]["id"], len(both["targets"]), both["quiet"]) == (kept, 2, [22, 7])
    assert choose(amara, both["targets"][1]["id"]).json()["quiet"] is None
    assert choose(amara).json()["targets"] == []
    assert choose(amara, kept).status_code == 400  # an id of nothing


def test_what_one_holder_chose_is_no_others(world, amara) -> None:
    kept = choose(amara, SLACK).json()["targets"][0]["id"]
    jonas = world.desks["Jonas"]
    assert jonas.get("notifications").json()["targets"] == []
    assert choose(jonas, kept).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"targets": [SLACK] * 6, "quiet": None},
        {"targets": ["x" * 501], "quiet": None},
        {"targets": [], "quiet": [24, 7]},
        {"targets": [], "quiet": [7]},
        {"targets": []},
        {"quiet": None},
        {"targets": [], "quiet": None, "email": "a@b.org"},
    ],
)
def test_odd_bodies_are_refused(amara, body) -> None:
    assert amara.post("notifications", body).status_code == 400


def test_a_test_says_what_arrived(amara, box: Box, web: Web) -> None:
    Holder.objects.filter(id=amara.id).update(email="amara@example.org")
    room = choose(amara, web.room).json()["targets"][0]["id"]
    said = amara.post("notifications/test").json()
    assert said == {"email": True, "targets": [[room, True]]}
    assert (len(box.mail), len(web.requests)) == (1, 1)
    box.refuse, web.status = True, 403
    said = amara.post("notifications/test").json()
    assert said == {"email": False, "targets": [[room, False]]}


def test_tests_are_counted(amara) -> None:
    answers = [amara.post("notifications/test").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_redirect_is_not_followed(amara, web: Web) -> None:
    choose(amara, web.room)
    web.status, web.location = 302, f"http://127.0.0.1:{web.port}/elsewhere"
    assert amara.post("notifications/test").json()["targets"][0][1] is False
    assert [each.path for each in web.requests] == ["/room"]


def test_a_name_that_leads_inside_is_refused_where_it_is_connected_to(
    amara, web: Web, settings, monkeypatch
) -> None:
    """As a name does that says one thing when it is looked at, and another when it is used."""
    choose(amara, web.room)
    notices = dataclasses.replace(settings.HEARD.notices, private=False)
    settings.HEARD = dataclasses.replace(settings.HEARD, notices=notices)
    assert amara.post("notifications/test").json()["targets"][0][1] is False
    assert web.requests == []


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:0a00:0001::", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::a00:1", False),
        ("::10.0.0.1", False),
        ("fec0::1", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_only_the_open_internet_is_outside(address, outside) -> None:
    assert egress.is_outside(address) is outside


def test_of_several_addresses_one_that_is_outside_is_taken(monkeypatch) -> None:
    def found(*_, **__):
        return [(0, 0, 0, "", (each, 443)) for each in ("10.0.0.1", "93.184.216.34")]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert egress.allowed("both.example.org", 443) == "93.184.216.34"
