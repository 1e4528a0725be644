"""The one door from private rows to an answer: price, ledger, noise, release.

`leapyear_core.privacy.measure.measure` is the only function that lets anything out of private tables. What comes before
it (`pricing`) knows public facts alone, and what comes after it (`estimates`) sees nothing but what it released.
"""
