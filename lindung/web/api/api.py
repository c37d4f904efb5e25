"""The API as one piece: its doors, its problems, and the description that other systems read."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from lindung import __version__
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.intake.friction import InTurn
from lindung.intake.services import TryLater
from lindung.web.api import door, entries, records
from lindung.web.api.problems import CONTENT_TYPE, FieldProblem, invalid, problem
from lindung.web.api.router import router

ERRORS = 400
CODES = {503: "no_unit"}
DESCRIPTION = (
    "Lindung. Problems are RFC 9457. Reading needs a token of `lindung token create` with the"
    " scope of the address; telling needs none."
)


class NotJson(Exception):
    """The body says that it is something else."""


class JsonParser(Parser):
    """Reads a body only if it says that it is JSON: a form of another site never does."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what was sent."""
        if request.content_type != "application/json":
            raise NotJson
        return super().parse_body(request)


class Api(NinjaAPI):
    """Says in its description that every problem is `application/problem+json`."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= ERRORS and "content" in answer:
                        answer["content"] = {CONTENT_TYPE: answer["content"]["application/json"]}
        return schema


api = Api(
    title="Lindung",
    version=__version__,
    description=DESCRIPTION,
    docs_url=None,  # its pages would load scripts from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api",
    parser=JsonParser(),
)
WITH_ADDRESSES = (door, entries, records)  # each puts its own on the one router when it is imported
api.add_router("", router)


@api.exception_handler(ValidationError)
def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    return invalid(error.errors)


@api.exception_handler(RuleBroken)
def _rule(_: HttpRequest, error: RuleBroken) -> HttpResponse:
    fields = [FieldProblem(pointer=f"#/{error.field}", code=error.code, detail=error.message)]
    return problem(422, error.code, detail=error.message, errors=fields if error.field else ())


@api.exception_handler(NotFound)
@api.exception_handler(Denied)
def _absent(_: HttpRequest, error: Exception) -> HttpResponse:
    del error  # hidden and absent answer alike
    return problem(404, "not_found")


@api.exception_handler(AuthenticationError)
def _unknown(_: HttpRequest, error: Exception) -> HttpResponse:
    del error
    return problem(401, "no_token", headers={"WWW-Authenticate": "Bearer"})


@api.exception_handler(AuthorizationError)
def _scope(_: HttpRequest, error: Exception) -> HttpResponse:
    del error
    return problem(403, "scope_missing")


@api.exception_handler(TryLater)
def _later(_: HttpRequest, error: Exception) -> HttpResponse:
    del error
    return problem(429, "try_later", headers={"Retry-After": "2"})


@api.exception_handler(InTurn)
def _in_turn(_: HttpRequest, error: InTurn) -> HttpResponse:
    raise error  # it comes again by itself, see `web.patience`


@api.exception_handler(RequestDataTooBig)
def _large(_: HttpRequest, error: Exception) -> HttpResponse:
    del error
    return problem(413, "too_large")


@api.exception_handler(HttpError)
def _unreadable(_: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, NotJson):
        return problem(415, "not_json", headers={"Accept-Post": "application/json"})
    return problem(error.status_code, CODES.get(error.status_code, "unreadable"))
