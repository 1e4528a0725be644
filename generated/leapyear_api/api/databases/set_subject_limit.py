# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.subject_kind import SubjectKind
from ...models.subject_limit import SubjectLimit
from ...models.subject_limit_setting import SubjectLimitSetting
from ...types import Response


def _get_kwargs(
    database: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    body: SubjectLimitSetting,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/databases/{database}/privacy-limits/{subject_kind}/{subject}".format(
            database=quote(str(database), safe=""),
            subject_kind=quote(str(subject_kind), safe=""),
            subject=quote(str(subject), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | SubjectLimit | None:
    if response.status_code == 200:
        response_200 = SubjectLimit.from_dict(response.json())

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

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | SubjectLimit]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    database: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    body: SubjectLimitSetting,
) -> Response[Problem | SubjectLimit]:
    """Set the privacy limit of a user or a group in a database.

     Administrators of the server or of the database only. It holds beside the limit of the database,
    which stays as it is:
    a charge has to pass both, and the limits of all groups of the user.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        body (SubjectLimitSetting): The privacy limit that a user or a group shall have in a
            database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SubjectLimit]
    """

    kwargs = _get_kwargs(
        database=database,
        subject_kind=subject_kind,
        subject=subject,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    database: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    body: SubjectLimitSetting,
) -> Problem | SubjectLimit | None:
    """Set the privacy limit of a user or a group in a database.

     Administrators of the server or of the database only. It holds beside the limit of the database,
    which stays as it is:
    a charge has to pass both, and the limits of all groups of the user.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        body (SubjectLimitSetting): The privacy limit that a user or a group shall have in a
            database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SubjectLimit
    """

    return sync_detailed(
        database=database,
        subject_kind=subject_kind,
        subject=subject,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    database: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    body: SubjectLimitSetting,
) -> Response[Problem | SubjectLimit]:
    """Set the privacy limit of a user or a group in a database.

     Administrators of the server or of the database only. It holds beside the limit of the database,
    which stays as it is:
    a charge has to pass both, and the limits of all groups of the user.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        body (SubjectLimitSetting): The privacy limit that a user or a group shall have in a
            database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SubjectLimit]
    """

    kwargs = _get_kwargs(
        database=database,
        subject_kind=subject_kind,
        subject=subject,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    database: str,
    subject_kind: SubjectKind,
    subject: str,
    *,
    client: AuthenticatedClient | Client,
    body: SubjectLimitSetting,
) -> Problem | SubjectLimit | None:
    """Set the privacy limit of a user or a group in a database.

     Administrators of the server or of the database only. It holds beside the limit of the database,
    which stays as it is:
    a charge has to pass both, and the limits of all groups of the user.

    Args:
        database (str): A name of a database, a table or a privacy profile.
        subject_kind (SubjectKind): Whether a subject is a user or a group.
        subject (str): A name of a user.
        body (SubjectLimitSetting): The privacy limit that a user or a group shall have in a
            database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SubjectLimit
    """

    return (
        await asyncio_detailed(
            database=database,
            subject_kind=subject_kind,
            subject=subject,
            client=client,
            body=body,
        )
    ).parsed
