"""The contract over HTTP.

``contract`` reads the contract, ``binder`` ties each of its operations to a handler and builds the routes,
``parameters`` and ``bodies`` check requests against it, ``problems`` answers what goes wrong, and ``handlers`` holds one
thin function for each operation: parse, call a service, present.

A request is answered in this order: no such path or method (404, 405), no good token (401), not allowed to anybody of
this role (403), does not fit the contract (400, 413, 415), and only then what the service says: not there, or not to be
seen (404), not allowed with this database (403).
"""
