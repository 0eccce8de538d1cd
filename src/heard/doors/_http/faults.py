"""Which fault it was and where, so that it can be mended: never its text, which can hold a word."""


def place(error: BaseException) -> str:
    """The function and line that raised it."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
