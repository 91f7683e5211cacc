// An agent in TypeScript's official SDK: every tool once, over the transport that the arguments name.
import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [kind, target, ...rest] = process.argv.slice(2);
const transport =
  kind === "http"
    ? new StreamableHTTPClientTransport(new URL(target))
    : new StdioClientTransport({ command: target, args: rest, env: process.env });
const client = new Client({ name: "tour", version: "1" });
await client.connect(transport);

async function call(name, args) {
  const result = await client.callTool({ name, arguments: args });
  assert.ok(!result.isError, JSON.stringify(result.content));
  return { text: result.content[0].text, ...result.structuredContent };
}

const { tools } = await client.listTools();
assert.equal(tools.length, 7);
assert.ok(tools.every((tool) => tool.title && tool.description && tool.outputSchema && tool.annotations));
const fact = await call("remember", { text: "Ada has a boat called Meridjan." });
await call("correct_fact", { uuid: fact.uuid, text: "Ada has a boat called Meridian." });
assert.match((await call("recall", { query: "What is the boat called?" })).text, /Meridian/);
assert.equal((await call("list_facts", {})).facts.length, 1);
const saved = await call("save_conversation", { messages: [{ role: "user", content: "How deep is the harbour?" }] });
const read = await call("read_conversation", { session_id: saved.session_id, around: saved.uuids[0] });
assert.equal(read.messages[0].text, "How deep is the harbour?");
await call("forget", { uuid: fact.uuid });
assert.equal((await call("list_facts", {})).facts.length, 0);
const profile = await client.readResource({ uri: "memory://profile" });
assert.equal(typeof profile.contents[0].text, "string");
const prompt = await client.getPrompt({ name: "what-do-you-remember" });
assert.equal(prompt.messages.length, 1);
const refused = await client.callTool({ name: "forget", arguments: { uuid: "everything" } });
assert.ok(refused.isError);
await client.close();
console.log("done");
