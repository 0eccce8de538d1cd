"""People as SCIM users: what scim2-server is told of them, and reads and writes them through."""

from heard.actions.scim._schema import PROVIDER
from heard.actions.scim._storage import ProvisioningBusyError, Storage, manager

__all__ = ["PROVIDER", "ProvisioningBusyError", "Storage", "manager"]
