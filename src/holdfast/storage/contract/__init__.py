"""The storage contract: one interface per noun, each in a module of its own.

The sentences of the docstrings are the cases of the conformance suite (``tests/storage``), which every backend
passes.  What holds for all of them:

* A method that writes is one transaction: it happens wholly or not at all, and it is durable when it returns.
* Writes to one session exclude each other; none waits for long.
* A *live* row is one that is not soft-deleted.  Reads see live rows only, unless they say otherwise.
* A session is addressed by callers with its ``session_id`` and inside the server with its number, `Session.id`,
  which no other session ever gets, not even one that is created under the same ``session_id`` later.
* A collection is addressed by callers with its name, in lower case, and inside the server with its number,
  `Collection.id`, which no other collection ever gets.
* U+0000 in plain text (identifiers, roles, contents, names) is removed by the caller; no store needs to keep it.
* ``receipt``, where given, is recorded in the same transaction as the write.
"""
