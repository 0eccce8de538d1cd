"""Who works for Meridian and what was written. All of it is invented."""

from typing import Any, NamedTuple

COMPANY = "Meridian Group"
COUNTRY = "CN"


class Person(NamedTuple):
    """Somebody who may be sealed to."""

    key: str
    name: str
    role: str
    tier: int
    unit: str


PEOPLE = (
    Person("xu", "Xu Wen", "HR partner", 1, "Meridian Fresh"),
    Person("amara", "Amara Okafor", "Ethics officer", 1, "Group Ethics"),
    Person("jonas", "Jonas Lindqvist", "HR case lead", 1, "Meridian Logistics"),
    Person("ruth", "Ruth Adeyemi", "Ombudsperson", 2, "Ombuds office"),
    Person("sofia", "Sofia Marques", "Works council", 2, "Works council"),
    Person("daniel", "Daniel Cho", "Audit committee", 2, "Board"),
    Person("ines", "Ines Brandt", "Outside counsel", 3, "Brandt & Vale"),
)


class Story(NamedTuple):
    """A report. ``without``: whom its writer struck out; ``told``: first told so many days ago."""

    title: str
    language: str
    without: tuple[str, ...]
    told: int | None
    content: dict[str, Any]


def _content(**given: object) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "words": "",
        "about": "me",
        "safe": "yes",
        "people": [],
        "when": "",
        "where": "",
        "ongoing": "no",
        "told": [],
        "help": [],
        "help_words": "",
        "worries": "",
        "contact": {"how": "", "detail": "", "times": "", "name": "", "avoid": ""},
        "language": "en",
        "needs": "",
        "reveal": "anonymous",
    }
    return {**empty, **given}


REPORTS = (
    Story(
        "A client trip",
        "english",
        ("xu",),
        5,
        _content(
            words=(
                "My manager told me that I had to come on a two-day trip to meet a client. I said"
                " that I did not want to. At dinner I was pressed to drink, again and again, by my"
                " manager and by the client's buyer. People from our side sat there and looked on."
                "\n\nI woke up in my hotel room the next day and I do not remember how I got there."
                " The hotel has a camera in the corridor. I have asked twice that somebody keeps"
                " the recording. I was asked whether I have a video of my own."
            ),
            people=[
                {"name": "Gao", "role": "respondent", "relation": "my manager", "note": ""},
                {
                    "name": "Teng",
                    "role": "respondent",
                    "relation": "the client's buyer",
                    "note": "",
                },
                {"name": "Xu", "role": "told", "relation": "HR", "note": "has not come back to me"},
            ],
            when="Last week, Tuesday night",
            where="Hotel on the client visit",
            told=[{"who": "Xu, HR", "when": "five days ago"}],
            help_words="Please make sure the hotel does not overwrite the recording.",
            worries="That I am the one who is moved.",
            contact={
                "how": "inbox",
                "detail": "",
                "times": "after 19:00",
                "name": "",
                "avoid": "my work phone",
            },
        ),
    ),
    Story(
        "Comments in the night shift",
        "english",
        (),
        None,
        _content(
            words=(
                "The shift lead of the night crew in warehouse 4 makes remarks about the bodies of"
                " the women on the line, most nights, and rates us. Two have changed shift because"
                " of it. I have kept a list of dates."
            ),
            about="both",
            people=[
                {"name": "", "role": "respondent", "relation": "shift lead, nights", "note": ""}
            ],
            when="Since spring, most weeks",
            where="Warehouse 4",
            ongoing="yes",
        ),
    ),
    Story(
        "What I saw at a dinner (in Chinese)",
        "chinese_simplified",
        ("xu",),
        None,
        _content(
            words=(
                "我不是当事人，我是同桌的人。那天晚上我看到她不想再喝，经理还一直让她喝。"
                "我当时没有说话，现在很后悔。如果她来反映，我愿意把看到的写下来。"
            ),
            about="someone",
            people=[{"name": "", "role": "bystander", "relation": "我自己", "note": "可以作证"}],
            language="zh-Hans",
            worries="怕被领导知道是我说的。",
        ),
    ),
)
