# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.privacy_profile import PrivacyProfile
from ...models.privacy_profile_update import PrivacyProfileUpdate
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    profile: str,
    *,
    body: PrivacyProfileUpdate,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/privacy-profiles/{profile}".format(
            profile=quote(str(profile), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PrivacyProfile | Problem | None:
    if response.status_code == 200:
        response_200 = PrivacyProfile.from_dict(response.json())

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

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[PrivacyProfile | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    profile: str,
    *,
    client: AuthenticatedClient | Client,
    body: PrivacyProfileUpdate,
    if_match: str | Unset = UNSET,
) -> Response[PrivacyProfile | Problem]:
    """Change a privacy profile.

     Administrators only. What is left out stays as it is; `params` is set as a whole, for the analyses
    to come of all
    databases that have the profile. Their limits stay as they are.

    Args:
        profile (str): A name of a database, a table or a privacy profile.
        if_match (str | Unset):
        body (PrivacyProfileUpdate): What to change of a privacy profile; `params` as a whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PrivacyProfile | Problem]
    """

    kwargs = _get_kwargs(
        profile=profile,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    profile: str,
    *,
    client: AuthenticatedClient | Client,
    body: PrivacyProfileUpdate,
    if_match: str | Unset = UNSET,
) -> PrivacyProfile | Problem | None:
    """Change a privacy profile.

     Administrators only. What is left out stays as it is; `params` is set as a whole, for the analyses
    to come of all
    databases that have the profile. Their limits stay as they are.

    Args:
        profile (str): A name of a database, a table or a privacy profile.
        if_match (str | Unset):
        body (PrivacyProfileUpdate): What to change of a privacy profile; `params` as a whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PrivacyProfile | Problem
    """

    return sync_detailed(
        profile=profile,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    profile: str,
    *,
    client: AuthenticatedClient | Client,
    body: PrivacyProfileUpdate,
    if_match: str | Unset = UNSET,
) -> Response[PrivacyProfile | Problem]:
    """Change a privacy profile.

     Administrators only. What is left out stays as it is; `params` is set as a whole, for the analyses
    to come of all
    databases that have the profile. Their limits stay as they are.

    Args:
        profile (str): A name of a database, a table or a privacy profile.
        if_match (str | Unset):
        body (PrivacyProfileUpdate): What to change of a privacy profile; `params` as a whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PrivacyProfile | Problem]
    """

    kwargs = _get_kwargs(
        profile=profile,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    profile: str,
    *,
    client: AuthenticatedClient | Client,
    body: PrivacyProfileUpdate,
    if_match: str | Unset = UNSET,
) -> PrivacyProfile | Problem | None:
    """Change a privacy profile.

     Administrators only. What is left out stays as it is; `params` is set as a whole, for the analyses
    to come of all
    databases that have the profile. Their limits stay as they are.

    Args:
        profile (str): A name of a database, a table or a privacy profile.
        if_match (str | Unset):
        body (PrivacyProfileUpdate): What to change of a privacy profile; `params` as a whole.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PrivacyProfile | Problem
    """

    return (
        await asyncio_detailed(
            profile=profile,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
