"""What we offer an identity provider: users with what the directory holds, and nothing else.

RFC 7643 lets a service leave attributes out of its schema; what a provider sends beyond it is
dropped unread. There are no groups: a group is not a unit, and a list of who is in which group
would be kept for nothing.
"""

from typing import Annotated, Any

from pydantic import Field, model_validator
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)
from scim2_models.attributes import ExtensibleStringEnum
from scim2_models.resources.resource import AnyExtension

MOST = 200  # users a page


class Name(ComplexAttribute):
    """RFC 7643, 4.1.1."""

    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class Work(ExtensibleStringEnum):
    """What is at home is none of ours."""

    work = "work"


class Email(ComplexAttribute):
    """RFC 7643, 4.1.2."""

    value: str | None = None
    type: Work | None = None
    primary: bool | None = None


class Address(ComplexAttribute):
    """RFC 7643, 4.1.2; of an address the country alone is kept."""

    country: str | None = None
    type: Work | None = None
    primary: bool | None = None


class User(Resource[AnyExtension]):
    """Somebody who works here (RFC 7643, 4.1)."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Name | None = None
    display_name: str | None = None
    nick_name: str | None = None
    active: bool | None = None
    emails: list[Email] | None = None
    addresses: list[Address] | None = None


class Manager(ComplexAttribute):
    """RFC 7643, 4.3. Microsoft Entra gives the bare id in place of this object."""

    value: Annotated[str | None, CaseExact.true] = None
    ref: Annotated[Reference["User[Any]"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display_name: Annotated[str | None, Mutability.read_only] = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:  # noqa: ANN401 whatever came
        return {"value": value} if isinstance(value, str) else value


class EnterpriseUser(Extension):
    """RFC 7643, 4.3. A person's key is the number they came with; it never changes after."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: Annotated[str | None, CaseExact.true] = None
    department: str | None = None
    manager: Manager | None = None


Model = User[EnterpriseUser]

PROVIDER = ScimProvider(
    models=[User, EnterpriseUser],
    resource_types=[ResourceType.from_resource(Model)],
    config=ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="A token that heard scim token has made.",
                primary=True,
            )
        ],
    ),
    # What Entra and Okta do beside the RFC; none of it can be mistaken for something else.
    policy=ScimPolicy(
        unknown=ScimPolicy.Unknown.ignore,
        remove_value_as_filter=ScimPolicy.RemoveValue.apply,
        unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
    ),
)
