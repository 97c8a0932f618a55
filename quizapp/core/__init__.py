"""Pure values and functions: no clock, no chance, no files, no threads.

Read upwards, the modules are the flow: values, what is asked (`kinds`, `card`),
what is remembered (`grade`, `schedule`, `review`), what comes next (`agenda`,
`session`), and what the outside world must offer (`ports`).
"""
