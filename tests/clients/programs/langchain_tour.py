"""Uses LangChain's ZepChatMessageHistory, ZepMemory and ZepRetriever and checks what comes back.

Usage: langchain_tour.py URL NAME
"""

import sys

from langchain_community.chat_message_histories import ZepChatMessageHistory
from langchain_community.memory.zep_memory import ZepMemory
from langchain_community.retrievers import ZepRetriever

URL, NAME = sys.argv[1:3]

history = ZepChatMessageHistory(session_id=NAME, url=URL)
assert history.messages == []
assert history.zep_summary is None or history.zep_summary == ""
history.add_user_message("Where do we eat in Reykjavik?")
history.add_ai_message("At the harbour, they have fresh cod.", metadata={"topic": "food"})
assert [(message.type, message.content) for message in history.messages] == [
    ("human", "Where do we eat in Reykjavik?"),
    ("ai", "At the harbour, they have fresh cod."),
]
hits = history.search("fresh cod at the harbour", limit=1)
assert hits[0].message["content"].startswith("At the harbour")

memory = ZepMemory(session_id=NAME + "-memory", url=URL, memory_key="chat_history", return_messages=True)
memory.save_context({"input": "My cat is called Mjölnir."}, {"output": "What a name!"})
loaded = memory.load_memory_variables({})["chat_history"]
assert [message.content for message in loaded] == ["My cat is called Mjölnir.", "What a name!"], loaded

retriever = ZepRetriever(session_id=NAME + "-memory", url=URL, top_k=1)
(document,) = retriever.invoke("Which cat do I have?")
assert document.page_content == "My cat is called Mjölnir.", document
assert "score" in document.metadata

history.clear()
assert history.messages == []
print("done")
