"""The desk: case handlers, ciphertext and their own cases."""
