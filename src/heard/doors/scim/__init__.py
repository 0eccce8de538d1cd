"""The door of identity providers: SCIM 2.0 at ``/scim/v2``, by bearer token alone."""
