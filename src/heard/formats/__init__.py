"""Bytes in, values out, and back. Needs no Django, no server and no network."""
