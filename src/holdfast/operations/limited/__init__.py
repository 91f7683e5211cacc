"""The storage as a principal with limits sees it: what is closed to it does not exist.

Each noun that is asked for by a name is looked through here.  What is asked for by a number needs no look: nobody
learns the number of a session or a collection but by its name.
"""
