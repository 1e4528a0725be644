# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.database import Database
from ...models.database_update import DatabaseUpdate
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    database: str,
    *,
    body: DatabaseUpdate,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/databases/{database}".format(
            database=quote(str(database), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Database | Problem | None:
    if response.status_code == 200:
        response_200 = Database.from_dict(response.json())

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

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())

        return response_412

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
) -> Response[Database | Problem]:
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
    body: DatabaseUpdate,
    if_match: str | Unset = UNSET,
) -> Response[Database | Problem]:
    """Change the description or the privacy profile of a database.

     Administrators of the server or of the database only. What is left out stays as it is.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        if_match (str | Unset):
        body (DatabaseUpdate): What to change of a database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Database | Problem]
    """

    kwargs = _get_kwargs(
        database=database,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    database: str,
    *,
    client: AuthenticatedClient | Client,
    body: DatabaseUpdate,
    if_match: str | Unset = UNSET,
) -> Database | Problem | None:
    """Change the description or the privacy profile of a database.

     Administrators of the server or of the database only. What is left out stays as it is.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        if_match (str | Unset):
        body (DatabaseUpdate): What to change of a database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Database | Problem
    """

    return sync_detailed(
        database=database,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    database: str,
    *,
    client: AuthenticatedClient | Client,
    body: DatabaseUpdate,
    if_match: str | Unset = UNSET,
) -> Response[Database | Problem]:
    """Change the description or the privacy profile of a database.

     Administrators of the server or of the database only. What is left out stays as it is.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        if_match (str | Unset):
        body (DatabaseUpdate): What to change of a database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Database | Problem]
    """

    kwargs = _get_kwargs(
        database=database,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    database: str,
    *,
    client: AuthenticatedClient | Client,
    body: DatabaseUpdate,
    if_match: str | Unset = UNSET,
) -> Database | Problem | None:
    """Change the description or the privacy profile of a database.

     Administrators of the server or of the database only. What is left out stays as it is.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        if_match (str | Unset):
        body (DatabaseUpdate): What to change of a database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Database | Problem
    """

    return (
        await asyncio_detailed(
            database=database,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
