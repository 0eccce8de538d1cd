"""What a holder can do to their own ways in (docs/spec/sealing.md, section 7)."""

from enum import StrEnum


class KeyringChange(StrEnum):
    """What put another keyring in the place of the one there was."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_REPLACED = "recovery_replaced"
    KEYRING_REPLACED = "keyring_replaced"
    KEYS_MADE = "keys_made"
    WRAPS_RESEALED = "wraps_resealed"  # the keyring itself stays
