"""A case whose file is given a key by the pages of its people: who posts what, and who has it."""

from heard.access import file_key
from heard.formats import FormatError
from heard.records.models import Case

NAMES = ("Amara", "Jonas", "Ruth", "Ines")


def row(case):
    return Case.objects.get(id=case)


def meant(world, case):
    names = {desk.id: name for name, desk in world.desks.items()}
    return {names[each.id]: each.until for each in file_key.may_hold(row(case), by="")}


def first(file, desks, now, **more):
    """Generation 0 by Amara: Jonas reads it too, Ruth and Ines wait."""
    amara, jonas, ruth, ines = desks
    who = [(amara, ""), (jonas, ""), (ruth, "tier_2"), (ines, "tier_3")]
    return file.made(amara, who, now=now, authors=[amara, jonas], **more)


def post(desk, case, body, rest=""):
    answer = desk.post(f"cases/{case}/file-keys{rest}", body)
    return answer.status_code, answer.json().get("error", {})


def made(file, desks, case, now, **more):
    body = first(file, desks, now, **more)
    assert post(desks[0], case, body) == (201, {})
    return body


def second_copies(file, desks, case, now):
    _amara, jonas, ruth, ines = desks
    body = file.given(jonas, [(ruth, "tier_2"), (ines, "tier_3")], now=now)
    assert post(jonas, case, body, "/copies") == (201, {})


def owed(world, case):
    names = {desk.id: name for name, desk in world.desks.items()}
    view = file_key.view(row(case), world.desks["Amara"].id)
    return {names[each.holder]: (each.copies, each.until) for each in view.owed}


def wraps(case, desk):
    view = file_key.view(row(case), desk.id)
    return [wrap for key in view.keys for wrap in key.wraps]


def is_of(file, desk, sealed, generation):
    try:
        return bool(file.opened(desk, sealed, generation))
    except FormatError:
        return False
