/**
 * An assistant that remembers, on the Vercel AI SDK.
 *
 * The conversation so far comes from the memory of the session; whatever the user said in earlier sessions the model looks
 * up itself, with the tool `recall`.
 */

import { generateText, type LanguageModel, type ModelMessage, stepCountIs, type Tool, tool } from "ai";
import { APIError, type HoldfastClient, type Memory } from "holdfast-client";
import { z } from "zod";

const INSTRUCTIONS =
  "You are a helpful assistant. When the user refers to something that was said in an earlier conversation, " +
  "look it up with the tool recall before you answer.";

export interface Conversation {
  client: HoldfastClient;
  model: LanguageModel;
  userId: string;
  sessionId: string;
}

/** Makes sure that the user and a session of theirs exist; only such a session is found by searches over the user. */
export async function openConversation(conversation: Conversation): Promise<Conversation> {
  const { client, userId, sessionId } = conversation;
  await client.user.add({ user_id: userId }).catch(ignoreExisting);
  await client.memory.addSession({ session_id: sessionId, user_id: userId }).catch(ignoreExisting);
  return conversation;
}

/** Answers the user and remembers both turns. */
export async function reply(conversation: Conversation, question: string): Promise<string> {
  const { client, model, userId, sessionId } = conversation;
  const memory = await client.memory.getMemory(sessionId);
  const { text } = await generateText({
    model,
    system: instructions(memory),
    messages: [...turns(memory), { role: "user", content: question }],
    tools: { recall: recallTool(client, userId) },
    stopWhen: stepCountIs(4),
  });
  await client.memory.addMemory(sessionId, {
    messages: [
      { role: "user", content: question },
      { role: "assistant", content: text },
    ],
  });
  return text;
}

function recallTool(client: HoldfastClient, userId: string): Tool<{ question: string }, string[]> {
  return tool({
    description: "Finds what was said in earlier conversations with this user.",
    inputSchema: z.object({ question: z.string().describe("what to look for, as a full sentence") }),
    execute: async ({ question }) => {
      const results = await client.user.searchMemory(userId, { text: question }, 5);
      return results.map(({ message }) => `${message?.created_at} ${message?.role}: ${message?.content}`);
    },
  });
}

function instructions(memory: Memory | null): string {
  const summary = memory?.summary?.content;
  return summary ? `${INSTRUCTIONS}\n\nThe conversation began like this: ${summary}` : INSTRUCTIONS;
}

function turns(memory: Memory | null): ModelMessage[] {
  return (memory?.messages ?? []).map(({ role, content }) => ({
    role: role === "assistant" ? "assistant" : "user",
    content,
  }));
}

function ignoreExisting(error: unknown): void {
  const exists = error instanceof APIError && error.code === 400 && /already exists/.test(error.message);
  if (!exists) throw error;
}
