"""The two lists: which columns their files have, and which their tables."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """``columns``: what is compared, by its name in the staging table and in the table itself."""

    name: str
    table: str
    file: tuple[str, ...]  # columns of the file; the first is the key
    columns: dict[str, str]
    told: dict[str, str]  # changes that are shown one by one; all others are "other details"


PEOPLE = Shape(
    name="people",
    table="heard_person",
    file=("employee_id", "name", "email", "unit", "parent_unit", "country", "manager_id"),
    columns={
        "name": "name",
        "email": "email",
        "unit": "unit_id",
        "country": "country",
        "manager": "manager_id",
    },
    told={"unit": "moved", "manager": "new manager"},
)
# A list without the column says nothing of other names: those that are known stay.
NAMED = replace(
    PEOPLE,
    file=(*PEOPLE.file, "other_names"),
    columns={**PEOPLE.columns, "other_names": "other_names"},
)
PARTIES = Shape(
    name="third-parties",
    table="heard_thirdparty",
    file=("party_id", "name", "kind", "country", "contact_name", "contact_email"),
    columns={
        "name": "name",
        "kind": "kind",
        "country": "country",
        "contact_name": "contact_name",
        "contact_email": "contact_email",
    },
    told={"contact_email": "new contact"},
)
