"""Handlers of the tag ``server``."""

from leapyear_api.models import Health, HealthStatus, Version
from leapyear_core import __version__
from leapyear_core.api import contract
from leapyear_core.core import Core


async def get_version(core: Core, caller: None) -> Version:
    """The versions of the server and of the contract."""
    return Version(server=__version__, contract=contract.load().version)


def get_health(core: Core, caller: None) -> Health:
    """Say ok once the catalogue and the engine answer."""
    core.check_health()
    return Health(status=HealthStatus.OK)
