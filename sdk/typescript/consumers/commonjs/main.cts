import holdfast = require("holdfast-client");

async function main(): Promise<void> {
  const client: holdfast.ZepClient = await holdfast.ZepClient.init(process.argv[2] ?? "");
  await client.memory.addMemory("commonjs", { messages: [{ role: "human", content: "from CommonJS" }] });
  const memory: holdfast.Memory | null = await client.memory.getMemory("commonjs");
  const missing: unknown = await client.user.get("nobody").catch((error: unknown) => error);
  console.log(JSON.stringify([memory?.messages[0]?.content, missing instanceof holdfast.NotFoundError]));
}

void main();
