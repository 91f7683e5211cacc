"""All nouns as a principal with limits sees them."""

from __future__ import annotations

from holdfast.domain.principals import Limits
from holdfast.operations.limited.collections import LimitedCollections
from holdfast.operations.limited.facts import LimitedFacts
from holdfast.operations.limited.files import LimitedFiles
from holdfast.operations.limited.messages import LimitedMessages
from holdfast.operations.limited.sessions import LimitedSessions
from holdfast.operations.limited.users import LimitedUsers
from holdfast.storage.contract.collections import Collections
from holdfast.storage.contract.documents import Documents
from holdfast.storage.contract.facts import Facts
from holdfast.storage.contract.files import Files
from holdfast.storage.contract.jobs import Jobs
from holdfast.storage.contract.messages import Messages
from holdfast.storage.contract.nearest_documents import NearestDocuments
from holdfast.storage.contract.sessions import Sessions
from holdfast.storage.contract.storage import Nouns
from holdfast.storage.contract.summaries import Summaries
from holdfast.storage.contract.users import Users


class LimitedStorage:
    """See `holdfast.storage.contract.storage.Nouns`."""

    def __init__(self, storage: Nouns, limits: Limits) -> None:
        self.users: Users = LimitedUsers(storage.users, limits)
        self.sessions: Sessions = LimitedSessions(storage.sessions, limits)
        self.messages: Messages = LimitedMessages(storage.messages, self.sessions, limits)
        self.summaries: Summaries = storage.summaries  # by the number of a session, which is known to who may see it
        self.facts: Facts = LimitedFacts(
            storage.facts, limits, every_session=storage.sessions, sessions=self.sessions, messages=self.messages
        )
        self.collections: Collections = LimitedCollections(storage.collections, limits)
        self.documents: Documents = storage.documents
        self.nearest_documents: NearestDocuments | None = storage.nearest_documents
        self.files: Files = LimitedFiles(storage.files, limits)
        self.jobs: Jobs = storage.jobs
