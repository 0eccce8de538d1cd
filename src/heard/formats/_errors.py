"""The one shape of refusal in this room."""


class FormatError(ValueError):
    """Bytes that are not what they claim to be.

    ``kind`` is a short stable name (the vectors and the TypeScript library use the same ones);
    the message is for a person and says what to do next.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
