"""What operating systems do in different ways: the one place that knows which of them this is.

Everywhere else, modules and calls that only some systems have are not used.
"""
