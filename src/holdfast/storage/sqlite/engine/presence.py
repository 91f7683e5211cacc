"""Which sessions there are for a reader.

Deleting a user leaves a row in ``departed_users`` and touches no session, however many there are.  From then on the
sessions of that user, named by the user's number, which nobody else ever gets, are as good as removed: their names are
free, and nobody reads or writes them.  In the background they are buried one by one (see `nouns.removal`), after
which the row goes; so the table is empty nearly always, and asking it costs next to nothing.
"""

from __future__ import annotations

PRESENT = "(sessions.owner IS NULL OR sessions.owner NOT IN (SELECT id FROM departed_users))"
"""The condition for a row of ``sessions`` to be there for a reader."""
