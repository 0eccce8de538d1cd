"""One transaction for every action: journal, writer, log, guard, and the keys that sign."""
