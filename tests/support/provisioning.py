"""An identity provider for the tests: requests to the SCIM door as one sends them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.test import Client

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"


def token(name: str = "idp", days: int = 30) -> str:
    from heard.actions import scim

    return scim.make_token(name=name, days=days, now=datetime.now(UTC))


class Provider:
    """Speaks SCIM with a token."""

    def __init__(self, secret: str | None = None) -> None:
        self.secret = token() if secret is None else secret
        self.client = Client(raise_request_exception=True)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        if self.secret:
            headers = {"HTTP_AUTHORIZATION": f"Bearer {self.secret}", **headers}
        return self.client.generic(
            method,
            f"/scim/v2{path}",
            raw,
            content_type="application/scim+json",
            HTTP_HOST="localhost:8000",
            **headers,
        )

    def make(self, user_name: str, **more: Any) -> Any:
        work = {
            "employeeNumber": more.pop("number", None),
            "department": more.pop("department", None),
            "manager": more.pop("manager", None),
        }
        work = {name: value for name, value in work.items() if value}
        if work:
            more[ENTERPRISE] = work
        schemas = [USER, *([ENTERPRISE] if work else [])]
        return self.ask("POST", "/Users", {"schemas": schemas, "userName": user_name, **more})

    def patch(self, id: str, *operations: dict[str, Any], **headers: str) -> Any:
        body = {"schemas": [PATCH], "Operations": list(operations)}
        return self.ask("PATCH", f"/Users/{id}", body, **headers)

    def find(self, text: str, **more: str) -> Any:
        from urllib.parse import urlencode

        query = urlencode({"filter": text, **more})
        return self.ask("GET", f"/Users?{query}").json()
