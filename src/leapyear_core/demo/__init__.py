"""The demo: a data owner and an analyst, from an empty home to private answers, in a few seconds.

``python -m leapyear_core.demo`` invents a population; ``--file FILE`` takes a table of your own. The modules in the order
of what happens:

==============  ========================================================================
`population`    a table of invented people, the same ones every time
`proposal`      columns, their types and bounds, for a file that nobody has declared yet
`questions`     what the analyst asks, and how it is typed
`process`       a real ``leapyear serve`` as a child, stopped and removed whatever happens
`report`        what is printed
==============  ========================================================================
"""
