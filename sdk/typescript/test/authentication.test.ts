/** A server that requires a token. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inspect } from "node:util";
import { APIError, AuthenticationError, ZepClient } from "holdfast-client";
import { rejection } from "./support/assertions.js";
import { makeToken, type Server, startServer } from "./support/server.js";

const SETTINGS = { ZEP_AUTH_REQUIRED: "true", ZEP_AUTH_SECRET: "a secret for these tests only, long enough" };

describe("authentication", () => {
  let server: Server;
  let token: string;

  before(async () => {
    [server, token] = await Promise.all([startServer(SETTINGS), makeToken(SETTINGS)]);
  });
  after(() => server.stop());

  test("the right key opens every call", async () => {
    const client = await ZepClient.init(server.url, token);
    await client.memory.addMemory("private", { messages: [{ role: "human", content: "hush" }] });
    assert.equal((await client.memory.getMemory("private"))?.messages.length, 1);
  });

  test("no key and a wrong key are AuthenticationErrors, while the health check passes", async () => {
    for (const key of [undefined, "wrong", `${token}x`]) {
      const client = await ZepClient.init(server.url, key);
      const error = await rejection(client.memory.getSession("private"), AuthenticationError);
      assert.deepEqual([error.name, error.code], ["AuthenticationError", 401]);
      assert.ok(!(error instanceof APIError));
    }
  });

  test("a client that is printed does not show its key", async () => {
    const client = new ZepClient(server.url, token);
    assert.ok(!inspect(client, { depth: 10, showHidden: false }).includes(token));
    assert.ok(
      !JSON.stringify(client.memory, (key, value) =>
        key === "client" ? { ...value, memory: 0, message: 0, user: 0, facts: 0, context: 0, document: 0 } : value,
      ).includes(token),
    );
  });
});
