"""The version of this package, and the version of the contract that it was written for."""

__version__ = "0.1.0"

#: ``info.version`` of openapi/leapyear.yaml; a test holds the two together. A server names its own
#: in every response.
CONTRACT_VERSION = "0.3.0"
