"""One transaction for every deed: journal, writer, log, guard, and the keys that sign."""
