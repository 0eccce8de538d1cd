"""The pages that need no JavaScript: the server reads her words for a moment, and says so first.

``/report/plain/`` seals on arrival, in the same format and to the same people as the usual page;
``/report/plain/back/`` opens the same inbox with the same code. Nothing unsealed touches a disk.
"""
