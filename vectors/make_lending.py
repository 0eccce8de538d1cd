"""What a question in one case and an exhibit in another say of each other."""

from seeds import Json, an_id

from heard.formats import lending


def make_lending() -> Json:
    """Both ways of two cases, which are two things, and one with a third."""
    one, two, three = (an_id(name) for name in ("lender", "user", "another user"))
    pairs = [(one, two), (two, one), (one, three)]
    return [
        {"lender": lender, "user": user, "digest": lending.digest_of(lender=lender, user=user)}
        for lender, user in pairs
    ]
