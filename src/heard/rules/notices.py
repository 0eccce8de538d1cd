"""What is said to people, and when: nothing of what it is about (docs/spec/notices.md).

The texts stand here and not with the pages' words because their lengths are a rule: in each
language the two texts to a handler have as many ASCII and as many other characters as each other,
so that they are as long in every encoding that a mail server or a chat room may choose.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from heard.rules.duties import KINDS, SAFETY_CHECK

SUBJECT = "A note from Heard"
_WAITS = {
    "en": "Something waits for you in Heard today.",
    "zh-Hans": "Heard 中有事项等您处理。",
    "ar": "ثمة ما ينتظرك في Heard.",
}
_NOTHING = {
    "en": "Nothing waits for you in Heard for now.",
    "zh-Hans": "Heard 中没有事项等待您。",
    "ar": "لا شيء ينتظرك في Heard.",
}
_MORE = {
    "en": "This message comes every day and says no more on purpose. Answers are not read.",
    "zh-Hans": "这条消息每天都会发送，有意不作更多说明。回复无人阅读。",
    "ar": "تصل هذه الرسالة كل يوم ولا تقول أكثر من ذلك عن قصد. لا أحد يقرأ الردود.",
}
# To a reporter: subject and text. Neither the sender's nor Heard's name, no link, no reason.
_HERS = {
    "en": (
        "A reminder",
        """This is the reminder that you asked for. There is something new.

If you did not expect it, you need not do anything.
""",
    ),
    "zh-Hans": ("一条提醒", "这是您要的提醒：有新消息。\n\n如果您没有在等它，不需要做任何事。\n"),
    "ar": (
        "تذكير",
        "هذا تذكير بناءً على طلبك: هناك جديد.\n\nإن كان غير متوقَّع فلا حاجة إلى فعل أي شيء.\n",
    ),
}

# What may not wait for the end of somebody's quiet hours: a case that is new to them, a duty that
# is soon due, and one that was missed.
URGENT = frozenset({"report", "tier", "passed", "soon", "missed"})

LAST = timedelta(hours=1)
_FIRST = {SAFETY_CHECK: timedelta(hours=2)}  # half of the four that there are
_FIRST_OF_OTHERS = timedelta(hours=12)  # half of the day that an acknowledgement may take

HOURS = 24
MOST_A_DAY = 3  # messages to a reporter about one case


def to_handler(*, waits: bool, desk: str, languages: Iterable[str]) -> str:
    """The text to a handler, in each language of the site; of one length whatever it says."""
    said = _WAITS if waits else _NOTHING
    return "\n\n".join(f"{said[each]}\n{desk}\n{_MORE[each]}" for each in languages) + "\n"


def to_reporter(language: str) -> tuple[str, str]:
    """Subject and text to a reporter. Raises KeyError for a language that there is not."""
    return _HERS[language]


def leads() -> dict[timedelta, frozenset[str]]:
    """How long before it is due a duty is called to mind, and which kinds: each of them twice."""
    found: dict[timedelta, set[str]] = {LAST: set(KINDS)}
    for kind in KINDS:
        found.setdefault(_FIRST.get(kind, _FIRST_OF_OTHERS), set()).add(kind)
    return {lead: frozenset(kinds) for lead, kinds in found.items()}


def quiet_until(
    now: datetime, *, start: int | None, end: int | None, zone: tzinfo
) -> datetime | None:
    """When somebody's quiet hours end, where it is quiet now; hours of the day in ``zone``.

    From 22 to 7 runs over midnight; from 7 to 7, and without both, it is never quiet.
    """
    if start is None or end is None or start == end:
        return None
    local = now.astimezone(zone)
    if (local.hour - start) % HOURS >= (end - start) % HOURS:
        return None
    ending = local.replace(hour=end, minute=0, second=0, microsecond=0)
    if ending <= local:
        ending += timedelta(days=1)  # of the calendar, whatever its clock does that night
    return ending.astimezone(now.tzinfo)


def digest_at(now: datetime, *, hour: int, zone: tzinfo) -> datetime:
    """When today's digest is due, today being what it is in ``zone``."""
    local = now.astimezone(zone).replace(hour=hour, minute=0, second=0, microsecond=0)
    return local.astimezone(now.tzinfo)


def next_to_her(now: datetime, *, sent: Iterable[datetime]) -> datetime | None:
    """When she may be written to again about a case, or None where it may be now.

    ``sent``: the full hours in which she was. One an hour, and ``MOST_A_DAY`` in a day and night.
    """
    hours = sorted({each for each in sent if each > now - timedelta(days=1)})
    if len(hours) >= MOST_A_DAY:
        return hours[-MOST_A_DAY] + timedelta(days=1)
    whole = now.replace(minute=0, second=0, microsecond=0)
    return whole + timedelta(hours=1) if whole in hours else None
