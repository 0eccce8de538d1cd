"""Tables, migrations and the blob store: the only Django app with models."""
