# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.subject_kind import SubjectKind
from ...models.table_access import TableAccess
from ...types import UNSET, Response, Unset


def _get_kwargs(
    database: str,
    table: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/databases/{database}/tables/{table}/access/{subject_kind}/{subject}".format(
            database=quote(str(database), safe=""),
            table=quote(str(table), safe=""),
            subject_kind=quote(str(subject_kind), safe=""),
            subject=quote(str(subject), safe=""),
        ),
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Problem | TableAccess | None:
    if response.status_code == 200:
        response_200 = TableAccess.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | Problem | TableAccess]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    database: str,
    table: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | TableAccess]:
    """What a user or a group may do with the columns of a table.

     Administrators of the server or of the database ask for everyone, others for themselves and their
    groups, and see the columns that they may know of.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | TableAccess]
    """

    kwargs = _get_kwargs(
        database=database,
        table=table,
        subject_kind=subject_kind,
        subject=subject,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    database: str,
    table: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | TableAccess | None:
    """What a user or a group may do with the columns of a table.

     Administrators of the server or of the database ask for everyone, others for themselves and their
    groups, and see the columns that they may know of.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | TableAccess
    """

    return sync_detailed(
        database=database,
        table=table,
        subject_kind=subject_kind,
        subject=subject,
        client=client,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    database: str,
    table: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Problem | TableAccess]:
    """What a user or a group may do with the columns of a table.

     Administrators of the server or of the database ask for everyone, others for themselves and their
    groups, and see the columns that they may know of.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem | TableAccess]
    """

    kwargs = _get_kwargs(
        database=database,
        table=table,
        subject_kind=subject_kind,
        subject=subject,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    database: str,
    table: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    if_none_match: str | Unset = UNSET,
) -> Any | Problem | TableAccess | None:
    """What a user or a group may do with the columns of a table.

     Administrators of the server or of the database ask for everyone, others for themselves and their
    groups, and see the columns that they may know of.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem | TableAccess
    """

    return (
        await asyncio_detailed(
            database=database,
            table=table,
            subject_kind=subject_kind,
            subject=subject,
            client=client,
            if_none_match=if_none_match,
        )
    ).parsed
