import { type Memory, NotFoundError, ZepClient } from "holdfast-client";

/** Set by the page, or here by the test, before this script runs. */
declare const serverUrl: string;
declare function report(outcome: unknown[]): void;

async function main(): Promise<void> {
  const client: ZepClient = await ZepClient.init(serverUrl);
  await client.memory.addMemory("bundler", { messages: [{ role: "human", content: "from a browser" }] });
  const memory: Memory | null = await client.memory.getMemory("bundler");
  const missing: unknown = await client.user.get("nobody").catch((error: unknown) => error);
  report([memory?.messages[0]?.content, missing instanceof NotFoundError]);
}

void main();
