# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.analysis_result import AnalysisResult
from ...models.problem import Problem
from ...models.vector_result import VectorResult
from ...types import Response


def _get_kwargs(
    job: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/jobs/{job}/result".format(
            job=quote(str(job), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AnalysisResult | VectorResult | Problem | None:
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
) -> Response[AnalysisResult | VectorResult | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    job: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[AnalysisResult | VectorResult | Problem]:
    """Get the answer of a finished job.

     Only analyses have answers. The problem of a failed job is the response of this operation, and so is
    the absence of a database that the caller may
    not see any more; an exact answer needs full access still. Asking again costs nothing.

    Args:
        job (str): An id of a job.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AnalysisResult | VectorResult | Problem]
    """

    kwargs = _get_kwargs(
        job=job,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    job: str,
    *,
    client: AuthenticatedClient | Client,
) -> AnalysisResult | VectorResult | Problem | None:
    """Get the answer of a finished job.

     Only analyses have answers. The problem of a failed job is the response of this operation, and so is
    the absence of a database that the caller may
    not see any more; an exact answer needs full access still. Asking again costs nothing.

    Args:
        job (str): An id of a job.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AnalysisResult | VectorResult | Problem
    """

    return sync_detailed(
        job=job,
        client=client,
    ).parsed


async def asyncio_detailed(
    job: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[AnalysisResult | VectorResult | Problem]:
    """Get the answer of a finished job.

     Only analyses have answers. The problem of a failed job is the response of this operation, and so is
    the absence of a database that the caller may
    not see any more; an exact answer needs full access still. Asking again costs nothing.

    Args:
        job (str): An id of a job.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AnalysisResult | VectorResult | Problem]
    """

    kwargs = _get_kwargs(
        job=job,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    job: str,
    *,
    client: AuthenticatedClient | Client,
) -> AnalysisResult | VectorResult | Problem | None:
    """Get the answer of a finished job.

     Only analyses have answers. The problem of a failed job is the response of this operation, and so is
    the absence of a database that the caller may
    not see any more; an exact answer needs full access still. Asking again costs nothing.

    Args:
        job (str): An id of a job.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AnalysisResult | VectorResult | Problem
    """

    return (
        await asyncio_detailed(
            job=job,
            client=client,
        )
    ).parsed
