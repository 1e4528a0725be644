# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    persisted_relation: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1/persisted-relations/{persisted_relation}".format(
            persisted_relation=quote(str(persisted_relation), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Problem | None:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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

    if response.status_code == 501:
        response_501 = Problem.from_dict(response.json())

        return response_501

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    persisted_relation: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Any | Problem]:
    """Keep a relation no longer.

     Administrators for everyone, others for themselves.

    Args:
        persisted_relation (str): The id of a persisted relation.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
    """

    kwargs = _get_kwargs(
        persisted_relation=persisted_relation,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    persisted_relation: str,
    *,
    client: AuthenticatedClient | Client,
) -> Any | Problem | None:
    """Keep a relation no longer.

     Administrators for everyone, others for themselves.

    Args:
        persisted_relation (str): The id of a persisted relation.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
    """

    return sync_detailed(
        persisted_relation=persisted_relation,
        client=client,
    ).parsed


async def asyncio_detailed(
    persisted_relation: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Any | Problem]:
    """Keep a relation no longer.

     Administrators for everyone, others for themselves.

    Args:
        persisted_relation (str): The id of a persisted relation.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
    """

    kwargs = _get_kwargs(
        persisted_relation=persisted_relation,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    persisted_relation: str,
    *,
    client: AuthenticatedClient | Client,
) -> Any | Problem | None:
    """Keep a relation no longer.

     Administrators for everyone, others for themselves.

    Args:
        persisted_relation (str): The id of a persisted relation.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
    """

    return (
        await asyncio_detailed(
            persisted_relation=persisted_relation,
            client=client,
        )
    ).parsed
