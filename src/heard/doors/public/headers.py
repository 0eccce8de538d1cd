"""What a browser may do with a page of ours: nothing that is not needed."""

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types heard",
)
# The desk alone plays films, which its service worker answers under /desk/media/, and shows a
# decrypted PDF in the browser's own viewer: a frame of a blob that the page made.
_DESK = (*_POLICY, "media-src 'self' blob:", "frame-src blob:")
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
DATA = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox"}
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def page_headers(name: str) -> dict[str, str]:
    """What a page carries beside ``ALWAYS``; ``name`` is its path in the site as built."""
    policy = _DESK if name.startswith("desk/") else _POLICY
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Integrity-Policy": "blocked-destinations=(script)",
    }
