"""Ways in. Each has its own URLs and session rule; they do not know each other."""
