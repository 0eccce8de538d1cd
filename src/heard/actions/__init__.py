"""Deeds: the only writers. One function a deed, keyword-only; ``now`` and ``actor`` are given."""
