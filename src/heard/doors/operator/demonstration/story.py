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


# Sees the figures and no report: nothing is sealed to tier 0.
OVERSEER = Person("noor", "Noor Haddad", "Supervisory board", 0, "")


# Gao's line goes over Li to Jonas; Xu sits in his unit; the other readers are nowhere near him.
DIRECTORY = """\
employee_id,name,email,unit,parent_unit,country,manager_id
E1,Mei Tan,mei.tan@meridian.example,Meridian Group,,SG,
E2,Xu Wen,xu.wen@meridian.example,Meridian Fresh,Meridian Group,CN,E3
E3,Jonas Lindqvist,jonas.lindqvist@meridian.example,Meridian Logistics,Meridian Group,CN,E1
E4,Li Qiang,li.qiang@meridian.example,Meridian Fresh,Meridian Group,CN,E3
E5,Gao Jun,gao.jun@meridian.example,Meridian Fresh,Meridian Group,CN,E4
E6,Amara Okafor,amara.okafor@meridian.example,Group Ethics,Meridian Group,CN,E1
E7,Ruth Adeyemi,ruth.adeyemi@meridian.example,Ombuds office,Meridian Group,CN,E1
E8,Sofia Marques,sofia.marques@meridian.example,Works council,Meridian Group,CN,E1
E9,Daniel Cho,daniel.cho@meridian.example,Board,Meridian Group,CN,E1
"""


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
                "I work at Meridian Fresh. My manager Gao told me that I had to come on a two-day"
                " trip to meet a client, Orchard Foods. I said that I did not want to. I was told"
                " that I had no choice. At dinner I was pressed to drink, again and again, by Gao"
                " and by Teng, who buys for the client. A second manager and colleagues sat there"
                " and looked on. Teng kissed me."
                "\n\nI woke up in my hotel room the next day, undressed. I do not remember the"
                " night. The camera in the corridor shows that Gao came to my room four times. The"
                " hotel overwrites the recording after 15 days."
                "\n\nI told Xu in HR on Monday, and Li, who is above Gao. They agreed with me, and"
                " then nothing happened. Xu asked me for a video before anybody looks into it."
            ),
            people=[
                {"name": "Gao", "role": "respondent", "relation": "my manager", "note": ""},
                {
                    "name": "Teng",
                    "role": "respondent",
                    "relation": "buys for Orchard Foods, the client",
                    "note": "",
                },
                {"name": "Xu", "role": "told", "relation": "HR", "note": "asked me for a video"},
                {"name": "Li", "role": "told", "relation": "Gao's boss", "note": "did nothing"},
            ],
            when="Last week, Tuesday night",
            where="The hotel on the visit to Orchard Foods",
            told=[
                {"who": "Xu, HR", "when": "five days ago"},
                {"who": "Li, Gao's boss", "when": "the same day"},
            ],
            help=["evidence", "distance", "investigate"],
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
                "我在 Meridian Fresh 工作。我不是当事人，我是同桌的人。那天晚上和客户 Orchard Foods"
                " 吃饭，她说不想再喝，高经理和客户的滕先生还一直让她喝。"
                "旁边还有一位经理，也没有说话。我当时没有开口，现在很难过。如果她来反映，我愿意把看到的写下来。"
            ),
            about="someone",
            people=[
                {"name": "高", "role": "respondent", "relation": "她的经理", "note": ""},
                {"name": "滕", "role": "respondent", "relation": "客户的采购", "note": ""},
                {"name": "", "role": "witness", "relation": "我自己", "note": "可以作证"},
            ],
            when="上周二晚上",
            where="客户请客的饭店",
            language="zh-Hans",
            worries="怕被领导知道是我说的。",
        ),
    ),
)
