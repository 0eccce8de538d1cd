"""What a reporter does: report, write, send files, come back, withdraw.

``report`` takes a report in; ``letters`` and ``files`` what follows; ``inbox`` reads. Nobody is
known here but by a return code, and no time is kept that is finer than the hour.
"""
