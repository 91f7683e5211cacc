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
* A write that takes a ``receipt`` is done once for all calls with its owner and key, at whatever process on the same
  database.  A call that comes while the first one is at work waits for it.  A repetition writes nothing and is given
  the result of the first call, `Written.replayed`; with another fingerprint it is `IdempotencyMismatch`.  A write that
  fails leaves no receipt, so it may be tried again under the same key.  Receipts are kept for
  `holdfast.domain.receipts.LIFETIME` at least, but go with the user, session, collection or file that they tell of.
"""
