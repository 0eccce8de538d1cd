"""What nobody types is taken by no address of the desk."""

import pytest

from heard.formats.ids import new_id


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\x85"])
def test_control_characters_are_refused_in_every_body_of_the_desk(world, sign):
    """U+0000 in a text is an error of PostgreSQL's, and nobody types any of them."""
    nadia = world.desks["Nadia"]
    case = world.case([nadia])
    pause = {"id": new_id(), "duty": "update", "until": "2026-03-20"}
    for path, body in (
        ("conflicts", {"declared": [f"Gao{sign}Jun"]}),
        (f"cases/{case}/suspensions", {**pause, "reason": f"reporter{sign}asked"}),
        ("passkeys", {"credential": {"id": sign}, "label": "", "prf": True, "keyring": ""}),
    ):
        answer = nadia.post(path, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
        assert "not understood" in answer.json()["error"]["message"]
    assert nadia.post("conflicts", {"declared": ["Gao\tJun"]}).status_code == 200
