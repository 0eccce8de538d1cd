"""Fuzzing every parser, and both implementations against each other (docs/soundness.md)."""
