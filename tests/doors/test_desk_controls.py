"""What nobody types, or says in two ways, is taken by no address of the desk."""

import pytest

from heard.formats.ids import new_id


def test_a_member_that_stands_twice_is_refused_in_every_body_of_the_desk(world):
    amara = world.desks["Amara"]
    pause = f'"id": "{new_id()}", "duty": "update", "until": "2026-03-20", "reason": "police_asked"'
    for path, body in (
        ("conflicts", '{"declared": ["Gao Jun"], "declared": []}'),
        (f"cases/{world.case([amara])}/suspensions", f'{{{pause}, "until": "2026-03-21"}}'),
        ("passkeys", '{"credential": {"id": "a", "id": "b"}, "label": "", "prf": true}'),
    ):
        answer = amara.client.post(
            f"/desk/api/{path}", body, content_type="application/json", HTTP_HOST="localhost:8000"
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
        assert "not understood" in answer.json()["error"]["message"]


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\x85"])
def test_control_characters_are_refused_in_every_body_of_the_desk(world, sign):
    """U+0000 in a text is an error of PostgreSQL's, and nobody types any of them."""
    amara = world.desks["Amara"]
    case = world.case([amara])
    pause = {"id": new_id(), "duty": "update", "until": "2026-03-20"}
    for path, body in (
        ("conflicts", {"declared": [f"Gao{sign}Jun"]}),
        (f"cases/{case}/suspensions", {**pause, "reason": f"reporter{sign}asked"}),
        ("passkeys", {"credential": {"id": sign}, "label": "", "prf": True, "keyring": ""}),
    ):
        answer = amara.post(path, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
        assert "not understood" in answer.json()["error"]["message"]
    assert amara.post("conflicts", {"declared": ["Gao\tJun"]}).status_code == 200
