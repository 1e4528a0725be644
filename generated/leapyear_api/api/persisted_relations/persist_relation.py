# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.persisted_relation import PersistedRelation
from ...models.persisted_relation_create import PersistedRelationCreate
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    *,
    body: PersistedRelationCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/persisted-relations",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PersistedRelation | Problem | None:
    if response.status_code == 201:
        response_201 = PersistedRelation.from_dict(response.json())

        return response_201

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

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

    if response.status_code == 501:
        response_501 = Problem.from_dict(response.json())

        return response_501

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[PersistedRelation | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: PersistedRelationCreate,
) -> Response[PersistedRelation | Problem]:
    """Have a relation computed once and kept.

     The same questions about it have the same answers at the same price, sooner. It is computed behind
    this request:
    neither the answer nor the list tells how far that is, how long it took, or how many rows there are.
    What is
    persisted already stays as it is. A user has at most 20 of them.

    Args:
        body (PersistedRelationCreate): A relation to keep.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersistedRelation | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: PersistedRelationCreate,
) -> PersistedRelation | Problem | None:
    """Have a relation computed once and kept.

     The same questions about it have the same answers at the same price, sooner. It is computed behind
    this request:
    neither the answer nor the list tells how far that is, how long it took, or how many rows there are.
    What is
    persisted already stays as it is. A user has at most 20 of them.

    Args:
        body (PersistedRelationCreate): A relation to keep.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersistedRelation | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: PersistedRelationCreate,
) -> Response[PersistedRelation | Problem]:
    """Have a relation computed once and kept.

     The same questions about it have the same answers at the same price, sooner. It is computed behind
    this request:
    neither the answer nor the list tells how far that is, how long it took, or how many rows there are.
    What is
    persisted already stays as it is. A user has at most 20 of them.

    Args:
        body (PersistedRelationCreate): A relation to keep.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersistedRelation | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: PersistedRelationCreate,
) -> PersistedRelation | Problem | None:
    """Have a relation computed once and kept.

     The same questions about it have the same answers at the same price, sooner. It is computed behind
    this request:
    neither the answer nor the list tells how far that is, how long it took, or how many rows there are.
    What is
    persisted already stays as it is. A user has at most 20 of them.

    Args:
        body (PersistedRelationCreate): A relation to keep.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersistedRelation | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
