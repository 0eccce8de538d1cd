"""The reporter's door: no account, no session, no address kept."""
