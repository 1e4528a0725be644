# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.database_access_page import DatabaseAccessPage
from ...models.problem import Problem
from ...models.subject_kind import SubjectKind
from ...types import UNSET, Response, Unset


def _get_kwargs(
    subject_kind: SubjectKind,
    subject: str,
    *,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/subjects/{subject_kind}/{subject}/access".format(
            subject_kind=quote(str(subject_kind), safe=""),
            subject=quote(str(subject), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DatabaseAccessPage | Problem | None:
    if response.status_code == 200:
        response_200 = DatabaseAccessPage.from_dict(response.json())

        return response_200

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
) -> Response[DatabaseAccessPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
) -> Response[DatabaseAccessPage | Problem]:
    """List what a user or a group was granted, database by database.

     Administrators ask for everyone, others for themselves and their groups.

    Args:
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        limit (int | Unset):  Default: 100.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DatabaseAccessPage | Problem]
    """

    kwargs = _get_kwargs(
        subject_kind=subject_kind,
        subject=subject,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
) -> DatabaseAccessPage | Problem | None:
    """List what a user or a group was granted, database by database.

     Administrators ask for everyone, others for themselves and their groups.

    Args:
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        limit (int | Unset):  Default: 100.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DatabaseAccessPage | Problem
    """

    return sync_detailed(
        subject_kind=subject_kind,
        subject=subject,
        client=client,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
) -> Response[DatabaseAccessPage | Problem]:
    """List what a user or a group was granted, database by database.

     Administrators ask for everyone, others for themselves and their groups.

    Args:
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        limit (int | Unset):  Default: 100.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DatabaseAccessPage | Problem]
    """

    kwargs = _get_kwargs(
        subject_kind=subject_kind,
        subject=subject,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
) -> DatabaseAccessPage | Problem | None:
    """List what a user or a group was granted, database by database.

     Administrators ask for everyone, others for themselves and their groups.

    Args:
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        limit (int | Unset):  Default: 100.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DatabaseAccessPage | Problem
    """

    return (
        await asyncio_detailed(
            subject_kind=subject_kind,
            subject=subject,
            client=client,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
