"""What a command says when it will not go on."""


class ExitError(Exception):
    """A sentence for the operator with the next step; ``code`` is the exit code (1 or 2)."""

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
