# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.job import Job
from ...models.problem import Problem
from ...models.table import Table
from ...models.table_create import TableCreate
from ...types import UNSET, Response, Unset


def _get_kwargs(
    database: str,
    *,
    body: TableCreate,
    prefer: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/databases/{database}/tables".format(
            database=quote(str(database), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Job | Problem | Table | None:
    if response.status_code == 201:
        response_201 = Table.from_dict(response.json())

        return response_201

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

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Job | Problem | Table]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    database: str,
    *,
    client: AuthenticatedClient | Client,
    body: TableCreate,
    prefer: str | Unset = UNSET,
) -> Response[Job | Problem | Table]:
    """Register Parquet or CSV files as a table.

     Administrators of the server or of the database only. The files lie inside one of the data roots of
    the server. What the columns declare is public;
    values outside of it are clamped (numbers) or null (a string outside of a FACTOR). The rows are
    copied
    once, now: what becomes of the files afterwards changes nothing.

    With `Prefer: respond-async` (RFC 7240) the response comes at once and is a job (202), whose
    `resource` is the table once
    it is made. The job survives a restart of the server.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        prefer (str | Unset):
        body (TableCreate): A table to register.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Job | Problem | Table]
    """

    kwargs = _get_kwargs(
        database=database,
        body=body,
        prefer=prefer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    database: str,
    *,
    client: AuthenticatedClient | Client,
    body: TableCreate,
    prefer: str | Unset = UNSET,
) -> Job | Problem | Table | None:
    """Register Parquet or CSV files as a table.

     Administrators of the server or of the database only. The files lie inside one of the data roots of
    the server. What the columns declare is public;
    values outside of it are clamped (numbers) or null (a string outside of a FACTOR). The rows are
    copied
    once, now: what becomes of the files afterwards changes nothing.

    With `Prefer: respond-async` (RFC 7240) the response comes at once and is a job (202), whose
    `resource` is the table once
    it is made. The job survives a restart of the server.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        prefer (str | Unset):
        body (TableCreate): A table to register.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Job | Problem | Table
    """

    return sync_detailed(
        database=database,
        client=client,
        body=body,
        prefer=prefer,
    ).parsed


async def asyncio_detailed(
    database: str,
    *,
    client: AuthenticatedClient | Client,
    body: TableCreate,
    prefer: str | Unset = UNSET,
) -> Response[Job | Problem | Table]:
    """Register Parquet or CSV files as a table.

     Administrators of the server or of the database only. The files lie inside one of the data roots of
    the server. What the columns declare is public;
    values outside of it are clamped (numbers) or null (a string outside of a FACTOR). The rows are
    copied
    once, now: what becomes of the files afterwards changes nothing.

    With `Prefer: respond-async` (RFC 7240) the response comes at once and is a job (202), whose
    `resource` is the table once
    it is made. The job survives a restart of the server.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        prefer (str | Unset):
        body (TableCreate): A table to register.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Job | Problem | Table]
    """

    kwargs = _get_kwargs(
        database=database,
        body=body,
        prefer=prefer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    database: str,
    *,
    client: AuthenticatedClient | Client,
    body: TableCreate,
    prefer: str | Unset = UNSET,
) -> Job | Problem | Table | None:
    """Register Parquet or CSV files as a table.

     Administrators of the server or of the database only. The files lie inside one of the data roots of
    the server. What the columns declare is public;
    values outside of it are clamped (numbers) or null (a string outside of a FACTOR). The rows are
    copied
    once, now: what becomes of the files afterwards changes nothing.

    With `Prefer: respond-async` (RFC 7240) the response comes at once and is a job (202), whose
    `resource` is the table once
    it is made. The job survives a restart of the server.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        prefer (str | Unset):
        body (TableCreate): A table to register.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Job | Problem | Table
    """

    return (
        await asyncio_detailed(
            database=database,
            client=client,
            body=body,
            prefer=prefer,
        )
    ).parsed
