"""The ways by which a message leaves: mail, chat rooms, browsers' push services.

Nothing here knows a table or waits for ever. What must not be reached is refused where a
connection is made (``egress``), so that no redirect and no second look-up of a name leads past it.
"""
