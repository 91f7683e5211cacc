/** The examples run as they are. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { type Server, startServer } from "./support/server.js";

const run = promisify(execFile);

describe("the examples", () => {
  let server: Server;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  test("ai-sdk: an assistant recalls in one session what was said in another", async () => {
    const env = { ...process.env, HOLDFAST_URL: server.url };
    const { stdout } = await run(process.execPath, ["build/examples/ai-sdk/main.js"], { env });
    assert.match(stdout, /monday: +I will remember that\./);
    assert.match(stdout, /friday: +I remember: .*Ingrid breeds Icelandic horses/);
    const turns = (await server.client.memory.getMemory("friday"))?.messages.map((message) => message.role);
    assert.deepEqual(turns, ["user", "assistant"]);
  });
});
