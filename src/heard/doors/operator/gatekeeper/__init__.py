"""A gate keeper: who alone knows who asked for protection (docs/spec/gate.md)."""
