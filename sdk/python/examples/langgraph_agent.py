"""An agent on LangGraph whose long-term memory is Holdfast.

Two kinds of memory work together. LangGraph's checkpointer holds the state of one conversation, so that a thread can
be taken up where it was left. Holdfast holds what was said in all conversations of a user: after each turn the agent
writes it down, and when a question needs it, the model calls the tool ``recall``, which searches every session of the
user.

The model is a small fake, so that the example runs offline and always says the same. Any chat model which can call
tools goes in its place.

    holdfast serve --port 8000 --data ./data
    pip install 'holdfast-client[langchain]' langgraph
    python langgraph_agent.py --url http://localhost:8000
"""

from __future__ import annotations

import argparse
import uuid
from typing import Any, Optional

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool, tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt import ToolNode

from holdfast_client import CreateUserRequest, HoldfastClient, Session
from holdfast_client.langchain import HoldfastChatMessageHistory, HoldfastRetriever

Agent = CompiledStateGraph[MessagesState, None, MessagesState, MessagesState]


class FakeModel(BaseChatModel):
    """Looks up questions, repeats what it found, and takes note of everything else."""

    @property
    def _llm_type(self) -> str:
        return "fake"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Runnable[Any, AIMessage]:  # noqa: ARG002 - it knows its tool
        """Tools need no binding here."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: Optional[list[str]] = None,  # noqa: ARG002 - the signature is LangChain's
        run_manager: Optional[CallbackManagerForLLMRun] = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages[-1]))])

    def _reply(self, last: BaseMessage) -> AIMessage:
        if isinstance(last, ToolMessage):
            return AIMessage(f"You told me: {last.text}" if last.text else "You have not told me yet.")
        if str(last.text).endswith("?"):
            call = {"name": "recall", "args": {"question": str(last.text)}, "id": uuid.uuid4().hex}
            return AIMessage("", tool_calls=[call])
        return AIMessage("I will remember that.")


def recall_tool(client: HoldfastClient, user_id: str) -> BaseTool:
    """Make the tool which searches all sessions of a user."""
    retriever = HoldfastRetriever(user_id=user_id, client=client, top_k=5)

    @tool
    def recall(question: str) -> str:
        """Find what the user said about something in earlier conversations."""
        statements = [
            document.page_content
            for document in retriever.invoke(question)
            if document.metadata.get("role") == "human" and not document.page_content.endswith("?")
        ]
        return statements[0] if statements else ""

    return recall


def build_agent(client: HoldfastClient, model: BaseChatModel, user_id: str) -> Agent:
    """Make the agent of one user. Its thread id is the id of the Holdfast session."""
    tools = [recall_tool(client, user_id)]
    bound_model = model.bind_tools(tools)

    def think(state: MessagesState) -> dict[str, Any]:
        return {"messages": [bound_model.invoke(state["messages"])]}

    def remember(state: MessagesState, config: RunnableConfig) -> None:
        history = HoldfastChatMessageHistory(config["configurable"]["thread_id"], client=client, wait=True)
        question = next(m for m in reversed(state["messages"]) if isinstance(m, HumanMessage))
        history.add_messages([question, state["messages"][-1]])

    def after_thinking(state: MessagesState) -> str:
        last = state["messages"][-1]
        return "tools" if isinstance(last, AIMessage) and last.tool_calls else "remember"

    graph = StateGraph(MessagesState)
    graph.add_node("think", think)
    graph.add_node("tools", ToolNode(tools))
    graph.add_node("remember", remember)
    graph.add_edge(START, "think")
    graph.add_conditional_edges("think", after_thinking, ["tools", "remember"])
    graph.add_edge("tools", "think")
    graph.add_edge("remember", END)
    return graph.compile(checkpointer=InMemorySaver())


def say(agent: Agent, session_id: str, text: str) -> str:
    """Say something in a session and return the answer."""
    config: RunnableConfig = {"configurable": {"thread_id": session_id}}
    state = agent.invoke({"messages": [HumanMessage(text)]}, config)
    return str(state["messages"][-1].text)


def start_session(client: HoldfastClient, user_id: str) -> str:
    """Begin a conversation of a user and return its id."""
    return client.memory.add_session(Session(session_id=uuid.uuid4().hex, user_id=user_id)).session_id


def converse(agent: Agent, session_id: str, *texts: str) -> None:
    """Print a conversation."""
    for text in texts:
        print(f"  you:   {text}")
        print(f"  agent: {say(agent, session_id, text)}")


def main() -> None:
    """Have two conversations; the second one needs what was said in the first."""
    parser = argparse.ArgumentParser(description="An agent with a long-term memory.")
    parser.add_argument("--url", default="http://localhost:8000", help="address of the Holdfast server")
    parser.add_argument("--api-key", help="token, if the server wants one")
    arguments = parser.parse_args()
    with HoldfastClient(arguments.url, arguments.api_key) as client:
        user_id = f"user-{uuid.uuid4().hex}"
        client.user.add(CreateUserRequest(user_id=user_id))
        agent = build_agent(client, FakeModel(), user_id)
        monday, tuesday = start_session(client, user_id), start_session(client, user_id)
        print("Monday")
        converse(agent, monday, "My sister Solveig keeps bees on the roof.", "The train to Oslo leaves at nine.")
        print("Tuesday")
        converse(agent, tuesday, "Where does my sister keep her bees?", "When does the train to Oslo leave?")
        thread = agent.get_state({"configurable": {"thread_id": tuesday}}).values["messages"]
        stored = client.message.get_session_messages(tuesday)
        print(f"Tuesday's thread has {len(thread)} messages, its session {len(stored)}.")


if __name__ == "__main__":
    main()
