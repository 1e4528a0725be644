# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.slice_ import Slice
from ...models.slice_create import SliceCreate
from ...types import Response


def _get_kwargs(
    database: str,
    table: str,
    *,
    body: SliceCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/databases/{database}/tables/{table}/slices".format(
            database=quote(str(database), safe=""),
            table=quote(str(table), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | Slice | None:
    if response.status_code == 201:
        response_201 = Slice.from_dict(response.json())

        return response_201

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
) -> Response[Problem | Slice]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    database: str,
    table: str,
    *,
    client: AuthenticatedClient | Client,
    body: SliceCreate,
) -> Response[Problem | Slice]:
    """Add the rows of files to a table.

     Administrators of the server or of the database only. The rows of all the files are copied, or of
    none; a file
    whose rows are in the table is refused. Answers that are on record were of other rows, and are no
    repeats any
    more.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        body (SliceCreate): Rows to add to a table.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Slice]
    """

    kwargs = _get_kwargs(
        database=database,
        table=table,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    database: str,
    table: str,
    *,
    client: AuthenticatedClient | Client,
    body: SliceCreate,
) -> Problem | Slice | None:
    """Add the rows of files to a table.

     Administrators of the server or of the database only. The rows of all the files are copied, or of
    none; a file
    whose rows are in the table is refused. Answers that are on record were of other rows, and are no
    repeats any
    more.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        body (SliceCreate): Rows to add to a table.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Slice
    """

    return sync_detailed(
        database=database,
        table=table,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    database: str,
    table: str,
    *,
    client: AuthenticatedClient | Client,
    body: SliceCreate,
) -> Response[Problem | Slice]:
    """Add the rows of files to a table.

     Administrators of the server or of the database only. The rows of all the files are copied, or of
    none; a file
    whose rows are in the table is refused. Answers that are on record were of other rows, and are no
    repeats any
    more.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        body (SliceCreate): Rows to add to a table.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Slice]
    """

    kwargs = _get_kwargs(
        database=database,
        table=table,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    database: str,
    table: str,
    *,
    client: AuthenticatedClient | Client,
    body: SliceCreate,
) -> Problem | Slice | None:
    """Add the rows of files to a table.

     Administrators of the server or of the database only. The rows of all the files are copied, or of
    none; a file
    whose rows are in the table is refused. Answers that are on record were of other rows, and are no
    repeats any
    more.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        body (SliceCreate): Rows to add to a table.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Slice
    """

    return (
        await asyncio_detailed(
            database=database,
            table=table,
            client=client,
            body=body,
        )
    ).parsed
