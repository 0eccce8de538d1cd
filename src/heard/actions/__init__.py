"""Actions: the only writers.

One function an action, keyword-only; ``now`` and ``actor`` are given.
"""
