# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.analysis_request import AnalysisRequest
from ...models.analysis_result import AnalysisResult
from ...models.job import Job
from ...models.problem import Problem
from ...models.vector_result import VectorResult
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: AnalysisRequest,
    prefer: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/analyses",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AnalysisResult | VectorResult | Job | Problem | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> AnalysisResult | VectorResult:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_answer_type_0 = AnalysisResult.from_dict(data)

                return componentsschemas_analysis_answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_analysis_answer_type_1 = VectorResult.from_dict(data)

            return componentsschemas_analysis_answer_type_1

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = Job.from_dict(response.json())

        return response_202

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[AnalysisResult | VectorResult | Job | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AnalysisRequest,
    prefer: str | Unset = UNSET,
) -> Response[AnalysisResult | VectorResult | Job | Problem]:
    """Ask a question of private tables.

     The question is priced from public facts, charged to the limit of the database, and only then
    computed. The same
    question asked again of the same data is answered from the record, for nothing, unless `cache` is
    false.

    With `precise` the answer has no noise and costs nothing. It is for those who have full access to
    every column
    that the question reads, and to at least one column of each of its tables; that is seen to again
    whenever the
    answer is given. No operation gives rows to anybody.

    With `Prefer: wait=SECONDS` the answer comes in this response (200) where it is ready in time.
    Otherwise the
    response is a job (202), which runs on.

    Args:
        prefer (str | Unset):
        body (AnalysisRequest): A question, and how it shall be answered.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AnalysisResult | VectorResult | Job | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        prefer=prefer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: AnalysisRequest,
    prefer: str | Unset = UNSET,
) -> AnalysisResult | VectorResult | Job | Problem | None:
    """Ask a question of private tables.

     The question is priced from public facts, charged to the limit of the database, and only then
    computed. The same
    question asked again of the same data is answered from the record, for nothing, unless `cache` is
    false.

    With `precise` the answer has no noise and costs nothing. It is for those who have full access to
    every column
    that the question reads, and to at least one column of each of its tables; that is seen to again
    whenever the
    answer is given. No operation gives rows to anybody.

    With `Prefer: wait=SECONDS` the answer comes in this response (200) where it is ready in time.
    Otherwise the
    response is a job (202), which runs on.

    Args:
        prefer (str | Unset):
        body (AnalysisRequest): A question, and how it shall be answered.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AnalysisResult | VectorResult | Job | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        prefer=prefer,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AnalysisRequest,
    prefer: str | Unset = UNSET,
) -> Response[AnalysisResult | VectorResult | Job | Problem]:
    """Ask a question of private tables.

     The question is priced from public facts, charged to the limit of the database, and only then
    computed. The same
    question asked again of the same data is answered from the record, for nothing, unless `cache` is
    false.

    With `precise` the answer has no noise and costs nothing. It is for those who have full access to
    every column
    that the question reads, and to at least one column of each of its tables; that is seen to again
    whenever the
    answer is given. No operation gives rows to anybody.

    With `Prefer: wait=SECONDS` the answer comes in this response (200) where it is ready in time.
    Otherwise the
    response is a job (202), which runs on.

    Args:
        prefer (str | Unset):
        body (AnalysisRequest): A question, and how it shall be answered.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AnalysisResult | VectorResult | Job | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        prefer=prefer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: AnalysisRequest,
    prefer: str | Unset = UNSET,
) -> AnalysisResult | VectorResult | Job | Problem | None:
    """Ask a question of private tables.

     The question is priced from public facts, charged to the limit of the database, and only then
    computed. The same
    question asked again of the same data is answered from the record, for nothing, unless `cache` is
    false.

    With `precise` the answer has no noise and costs nothing. It is for those who have full access to
    every column
    that the question reads, and to at least one column of each of its tables; that is seen to again
    whenever the
    answer is given. No operation gives rows to anybody.

    With `Prefer: wait=SECONDS` the answer comes in this response (200) where it is ready in time.
    Otherwise the
    response is a job (202), which runs on.

    Args:
        prefer (str | Unset):
        body (AnalysisRequest): A question, and how it shall be answered.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AnalysisResult | VectorResult | Job | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            prefer=prefer,
        )
    ).parsed
