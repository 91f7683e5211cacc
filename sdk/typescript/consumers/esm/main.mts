import { type Memory, NotFoundError, ZepClient } from "holdfast-client";

const client: ZepClient = await ZepClient.init(process.argv[2] ?? "");
await client.memory.addMemory("esm", { messages: [{ role: "human", content: "from an ES module" }] });
const memory: Memory | null = await client.memory.getMemory("esm");
const missing: unknown = await client.user.get("nobody").catch((error: unknown) => error);
console.log(JSON.stringify([memory?.messages[0]?.content, missing instanceof NotFoundError]));
