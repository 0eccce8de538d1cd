"""Bytes in, values out, and back. Needs no Django, no server and no network.

What others call (each function says what it raises; every refusal is a ``FormatError`` with
``kind``, a short stable name, and a message for a person):

- ``agefile``: ``seal``, ``unseal``, ``Writer``, ``Reader``, ``RangeReader``, ``check_header``,
  ``generate_identity``, ``identity_from_seed``, ``recipient_of``, ``is_hybrid``;
  ``agearmor``: ``armor``, ``dearmor``, ``ArmorReader``;
  ``agepassphrase``: ``seal_for_handover``, ``open_with_passphrase`` (exports only)
- ``signingkeys``: ``is_signing_key``
- ``letter``: ``Letter``, ``seal``, ``unseal``, ``write``, ``read``, ``check``, ``check_sealed``
- ``report``: ``Secrets.generate``, ``seal``, ``Author``, ``reporter``, ``new_id``
- ``wrap``: ``Wrap``, ``seal``, ``unseal``, ``check_sealed``; ``keyring``: ``Keyring``, the same
- ``returncode``: ``generate``, ``words``, ``read``, ``derive``, ``stored_from_header``
- ``invitecode``: ``generate``, ``words``, ``read``, ``derive``; ``invitation``: ``Invitation``,
  ``expiry``, ``seal``, ``unseal``, ``check_roster``, ``check_sealed``, ``check_open``;
  ``invitekept``: ``Kept``, ``seal``, ``unseal``; ``inviteanswer``: ``parse``, ``make``,
  ``check_seen``, ``check``; ``inviteown``: ``seal``, ``unseal``
- ``bag``: ``Info``, ``bag_info``, ``read_info``, ``manifest``, ``read_manifest``, ``tag_manifest``,
  ``digest``, ``exhibit_path``, ``is_path``; ``sheet``: ``write``
- ``note``: ``Signer``, ``Verifier``, ``sign``, ``add``, ``parse``, ``verify``
- ``checkpoint``: ``Checkpoint``, ``sign``, ``cosign``, ``verify``, ``parse_text``
- ``merkle``: ``leaf_hash``, ``node_hash``, ``grow``, ``fold``, ``inclusion_path``,
  ``consistency_path``, ``inclusion_proof``, ``consistency_proof``, ``tree_hash``,
  ``verify_inclusion``, ``verify_consistency``
- ``entry``: ``make``, ``write``, ``padding``, ``parse``, ``Opening``
- ``receipt``: ``Receipt``, ``parse``, ``verify``; ``policy``: ``parse``, ``by_operator``
- ``promise``: ``Promise``, ``sign``, ``write``, ``parse``, ``verify``; ``kept``: ``check``,
  ``extended``, ``vouched``, ``broken``; ``tiles``: ``Tiles``, ``path``
- ``roster``: ``Roster``, ``Entry``, ``Witness``, ``sign``, ``verify``, ``digest``,
  ``fingerprint``
- ``verify``: ``verify_receipt``, ``verify_upgrade``, ``verify_promise``,
  ``verify_kept``, ``verify_broken``, ``verify_roster``, from strings alone
"""

from heard.formats._errors import FormatError

__all__ = ["FormatError"]
