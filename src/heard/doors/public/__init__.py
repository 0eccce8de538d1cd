"""Open to all: pages, help lines, roster, log."""
