"""The one shape of refusal in this room."""


class FormatError(ValueError):
    """Bytes that are not what they claim to be.

    Callers tell kinds apart, not classes. One has a class of its own only where it carries more, or
    where a caller must tell it from what else the same call refuses.

    ``kind`` is a short stable name (the vectors and the TypeScript library use the same ones);
    the message is for a person and says what to do next.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
