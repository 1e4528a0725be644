"""What Core remembers: users, databases, tables, jobs, charges and releases.

``schema`` says what there is, ``store`` opens it and gives transactions, ``migrations`` brings an older catalogue up to
date, and the other modules are queries: plain functions of a connection, so that a service composes several of them in
one transaction.
"""
