"""Version 1 of the API: what each address takes and answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError

from avert.errors import AvertError
from avert.web.access import refusal
from avert.web.accounts.vocabulary import Scope
from avert.web.api import (
    assessments,
    cap_in,
    exercises,
    forecast_answers,
    forecast_schemas,
    framework_answers,
    framework_schemas,
    intake,
    notes,
    schema_parts,
    schemas,
    selectors,
    signals,
    structures,
    warnings,
)
from avert.web.api.answering import failed
from avert.web.api.problems import not_found, problem_of
from avert.web.api.shelf import shelf_of

ABOUT = """Figures of the reference pages, computed from public data, and the records you may read.
Null is unknown, never zero.

Not to be used to choose targets, to refuse asylum, or as propaganda. Cite the sources that every answer names.
An answer with figures has an ETag; send it back as If-None-Match to learn cheaply whether anything changed.

Records are read by whoever their audience names, with a log-in or a token with the scope records:read. Writing
takes a token with records:write; changing something that is there takes both. Lists come in pages; there is no
bulk export."""
# Written for readers of the schema; the door itself is avert.web.access.
SESSION = {
    "type": "apiKey",
    "in": "cookie",
    "name": "sessionid",
    "description": "The session of whoever is logged in; not needed where the deployment publishes its pages.",
}
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "An access token from /account/tokens/; scopes: reference, records:read, records:write.",
}
api = NinjaAPI(
    title="Avert",
    version="1",
    description=ABOUT,
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url=None,
    openapi_extra={
        "security": [{"session": []}, {"token": [Scope.REFERENCE.value]}, {}],
    },
)
REFUSALS: dict[Any, Any] = {304: None, (401, 403, 404, 405, 422, 429, 500, 503): schema_parts.Problem}
Code = Annotated[str, Path(description="eth, or a key such as avert-crimea.", max_length=80)]
Answer = dict[str, Any]


def answers(schema: type[schema_parts.Envelope]) -> dict[Any, Any]:
    """Return the responses of an address that answers with this schema."""
    return {200: schema, **REFUSALS}


@api.get("/world", response=answers(schemas.World), summary="Every state by one measure")
def world(
    request: HttpRequest,
    measure: Annotated[
        schema_parts.Measure, Query(description="Risk of new mass killing, or deaths.")
    ] = "risk",
    year: Annotated[int | None, Query(description="Without it, the newest year known.")] = None,
) -> Answer:
    """Every state of a year by a measure, highest first, unknown last."""
    return selectors.world(shelf_of(request), measure, year)


@api.get("/places", response=answers(schemas.Places), summary="Find places")
def places(
    request: HttpRequest,  # noqa: ARG001  every address takes it
    q: Annotated[str, Query(description="Letters of a name in any language, or a code.", max_length=80)] = "",
    kind: Annotated[schema_parts.Kind | None, Query(description="Only places of this kind.")] = None,
) -> Answer:
    """Find the places that a few letters may mean, best match first; without letters, list all."""
    return selectors.places(q, kind)


@api.get("/places/{code}", response=answers(schemas.PlaceSummary), summary="One place")
def place(request: HttpRequest, code: Code) -> Answer:
    """Who a place is, who claims and administers it, and its newest figures."""
    return selectors.place(shelf_of(request), code)


@api.get("/places/{code}/deaths", response=answers(schemas.Deaths), summary="Deaths of one place")
def deaths(
    request: HttpRequest,
    code: Code,
    unit: Annotated[Literal["year", "month"], Query(description="Length of a period.")] = "year",
) -> Answer:
    """Deaths in organised violence by type, with the release that counts for each."""
    return selectors.deaths(shelf_of(request), code, unit)


@api.get("/places/{code}/risk", response=answers(schemas.Risks), summary="Risk of one place")
def risk(request: HttpRequest, code: Code) -> Answer:
    """Risk of new mass killing with its interval, and what drives it."""
    return selectors.risk(shelf_of(request), code)


@api.get("/places/{code}/structure", response=answers(schemas.Structure), summary="Structure of one place")
def structure(request: HttpRequest, code: Code) -> Answer:
    """Structural violence: how a place stands against the world and its own past."""
    return selectors.structure(shelf_of(request), code)


@api.get("/places/{code}/changes", response=answers(schemas.Changes), summary="What changed in one place")
def changes(request: HttpRequest, code: Code) -> Answer:
    """Deaths, risk and rank against the year before."""
    return selectors.changes(shelf_of(request), code)


@api.get("/forecasts", response=answers(forecast_schemas.Forecasts), summary="Deaths in the months to come")
def forecasts(
    request: HttpRequest,
    violence_type: Annotated[
        forecast_schemas.ViolenceType, Query(description="By UCDP: sb, ns, os, or the total of the three.")
    ] = "total",
    months: Annotated[
        forecast_schemas.Months, Query(description="Over how many months deaths are summed.")
    ] = "12",
) -> Answer:
    """Every country's deaths in the months to come with intervals and odds, most likely first."""
    return forecast_answers.forecasts(shelf_of(request), violence_type, int(months))


@api.get(
    "/places/{code}/forecast",
    response=answers(forecast_schemas.PlaceForecast),
    summary="Deaths in the months to come in one place",
)
def forecast(
    request: HttpRequest,
    code: Code,
    violence_type: Annotated[
        forecast_schemas.ViolenceType, Query(description="By UCDP: sb, ns, os, or the total of the three.")
    ] = "total",
) -> Answer:
    """Deaths in the months to come, in sum and month by month, with intervals and odds."""
    return forecast_answers.forecast_of_place(shelf_of(request), code, violence_type)


@api.get("/sources", response=answers(schemas.Sources), summary="Sources")
def sources(request: HttpRequest) -> Answer:
    """Every release that figures here are computed from, with licence and citation."""
    return selectors.sources(shelf_of(request))


@api.get("/results/{result_id}", response=answers(schemas.ResultOut), summary="One result")
def result(
    request: HttpRequest,
    result_id: Annotated[str, Path(description="As answers name it.", max_length=64)],
) -> Answer:
    """From what, by which code and with which choices a result was computed."""
    return selectors.result(shelf_of(request), result_id)


@api.get("/frameworks", response=answers(framework_schemas.Frameworks), summary="Frameworks for assessment")
def frameworks(request: HttpRequest) -> Answer:  # noqa: ARG001  every address takes it
    """Every framework that assessments can use, with how much of it is checked and measured."""
    return framework_answers.frameworks()


@api.get(
    "/frameworks/{framework_id}", response=answers(framework_schemas.FrameworkOut), summary="One framework"
)
def framework(
    request: HttpRequest,  # noqa: ARG001  every address takes it
    framework_id: Annotated[str, Path(description="As the list names it.", max_length=80)],
) -> Answer:
    """What a framework asks, how its indicators relate to those of others, and which datasets measure them."""
    return framework_answers.framework(framework_id)


api.add_router("/assessments", assessments.router)
api.add_router("/editions", assessments.editions)
api.add_router("/exercises", exercises.router)
api.add_router("/notes", notes.router)
api.add_router("/signals/cap", cap_in.router)
api.add_router("/signals", intake.router)
api.add_router("/signals", signals.router)
api.add_router("/structures", structures.router)
api.add_router("/warnings", warnings.router)


@api.exception_handler(AvertError)
def on_error(_request: HttpRequest, error: AvertError) -> HttpResponse:
    """Answer an error of ours."""
    return problem_of(error)


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def on_nothing(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Answer that there is nothing."""
    return not_found()


@api.exception_handler(ValidationError)
def on_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer which part of what was sent cannot be used."""
    said = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors)
    return refusal(422, "input", f"{said}. See /api/v1/docs/ for what can be asked.")


@api.exception_handler(PermissionDenied)
def on_refusal(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    """Answer that the viewer may not do this."""
    return refusal(
        403, "not-allowed", "Your roles do not allow this. Ask whoever leads your organisation here."
    )


@api.exception_handler(HttpError)
def on_unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer that the body cannot be read."""
    return refusal(error.status_code, "unreadable", "The body is not JSON. Send what the schema describes.")


@api.exception_handler(RequestDataTooBig)
def on_too_much(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    """Answer that the body is too long."""
    return refusal(413, "too-long", "The body is longer than anything that can be kept here.")


@api.exception_handler(Exception)
def on_mistake(request: HttpRequest, _error: Exception) -> HttpResponse:
    """Answer a mistake of ours."""
    return failed(request)


def document() -> Answer:
    """Return the OpenAPI document."""
    said = api.get_openapi_schema(path_prefix="/api/v1/")
    said["components"]["securitySchemes"] = {"session": SESSION, "token": TOKEN}
    return said
