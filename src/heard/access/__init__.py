"""The only way to a case: who reads it, whose turn it is, and what each is told of it."""
