"""Heard: a reporting channel that cannot be read by the accused, ignored, or denied."""
