"""One transaction for every action: journal, writer, log, guard, and the keys that sign.

From the top: ``journal`` (the narrow waist), ``reporter_notifications`` (whether the reporter is
told), ``writer`` (one thread, one commit for all who wait), ``log`` (what is logged and promised),
``receipts`` (what is given of it), ``pending`` (what waits for a place), ``placing`` (places, tree,
signature) beside ``waiting`` (what the guard keeps of promises) and ``witness_calls``,
``tree_store``, ``duty_rows`` and ``waiting_file``, ``guard`` (what was signed). On their own stand
``guard_files`` (files of the guard that grow), ``tree``, ``chain`` (what went before an event of a
case), ``bulk_insert``, ``log_key``, ``promise_key``, ``alarms`` (what is wrong with Heard itself),
``closed`` (restored, not gone live), ``bounds`` (how often a handler may do a thing) and
``directory_lock`` (one import or provider at a time).
"""
