"""A witness: another party that has seen the log grow and says so (c2sp.org/tlog-witness)."""
