"""Processes that begin with all of a server imported: importing it is most of what a start costs.

`server_parent` is the program that imports and forks; `process` is what tests hold of one that was forked.
"""
