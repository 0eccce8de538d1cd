"""Which fault it was and where, for whoever mends it: never its text, which can hold a word."""


def place(error: BaseException) -> str:
    """The function and line that raised it."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
