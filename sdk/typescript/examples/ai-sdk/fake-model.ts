/** A model that needs no network: it looks questions up with its tool and repeats what it finds. */

import { MockLanguageModelV3 } from "ai/test";

type Options = Parameters<MockLanguageModelV3["doGenerate"]>[0];
type Result = Awaited<ReturnType<MockLanguageModelV3["doGenerate"]>>;

export function fakeModel(): MockLanguageModelV3 {
  return new MockLanguageModelV3({ modelId: "fake", doGenerate: async (options) => think(options) });
}

function think({ prompt }: Options): Result {
  const last = prompt.at(-1);
  if (last?.role === "tool") return say(`I remember: ${JSON.stringify(last.content)}`);
  const text =
    last?.role === "user" ? last.content.map((part) => (part.type === "text" ? part.text : "")).join("") : "";
  return text.endsWith("?") ? lookUp(text) : say("I will remember that.");
}

function say(text: string): Result {
  return { ...RESULT, content: [{ type: "text", text }], finishReason: { unified: "stop", raw: undefined } };
}

function lookUp(question: string): Result {
  const call = { type: "tool-call", toolCallId: "1", toolName: "recall", input: JSON.stringify({ question }) } as const;
  return { ...RESULT, content: [call], finishReason: { unified: "tool-calls", raw: undefined } };
}

const RESULT = {
  usage: {
    inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 1, text: 1, reasoning: undefined },
  },
  warnings: [],
};
