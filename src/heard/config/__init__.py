"""Settings, read once and loudly, and one small file a process."""
