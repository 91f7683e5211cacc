/** Answers of a real server that are lost on their way: a repeated call has the effect of one. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { APIError, ConnectionFailedError, ZepClient } from "holdfast-client";
import { rejection } from "./support/assertions.js";
import { type LossyProxy, startLossyProxy } from "./support/lossy-proxy.js";
import { type Server, startServer } from "./support/server.js";

describe("an answer lost after the server committed", () => {
  let server: Server;
  let proxy: LossyProxy;
  let client: ZepClient;

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());
  beforeEach(async () => {
    proxy = await startLossyProxy(server.url, "/behind/a/proxy");
    client = await ZepClient.init(`${proxy.url}/`, undefined, { retryDelay: 5 });
    proxy.loseNext(2);
  });
  afterEach(async () => {
    assert.equal(proxy.lost, 2);
    await proxy.stop();
  });

  test("stores messages once", async () => {
    assert.equal(await client.memory.addMemory("once", { messages: [{ role: "human", content: "only once" }] }), "OK");
    assert.equal((await client.memory.getMemory("once"))?.messages.length, 1);
  });

  test("creates a session once, and returns it", async () => {
    const session = await client.memory.addSession({ session_id: "created once", metadata: { a: 1 } });
    assert.deepEqual((await client.memory.getSession("created once")).toDict(), session.toDict());
  });

  test("creates a user once, and returns it", async () => {
    const user = await client.user.add({ user_id: "user once" });
    assert.equal((await client.user.get("user once")).uuid, user.uuid);
  });

  test("does not turn a deletion into a NotFoundError", async () => {
    await server.client.memory.addMemory("deleted once", { messages: [] });
    assert.equal(await client.memory.deleteMemory("deleted once"), "OK");
  });

  test("merges metadata as if it had not happened", async () => {
    await server.client.memory.addSession({ session_id: "merged once", metadata: { a: 1 } });
    const session = await client.memory.updateSession({ session_id: "merged once", metadata: { b: [2] } });
    assert.deepEqual(session.metadata, { a: 1, b: [2] });
  });

  test("creates a collection once, and returns it", async () => {
    const collection = await client.document.addCollection({ name: "createdonce", embeddingDimensions: 8 });
    assert.equal(collection.name, "createdonce");
  });

  test("stores documents once", async () => {
    const settings = { name: "filledonce", embeddingDimensions: 8, isAutoEmbedded: false };
    await server.client.document.addCollection(settings);
    const collection = await client.document.getCollection("filledonce", { maxRetries: 2 });
    proxy.loseNext(2);
    proxy.lost = 0;
    const [uuid] = await collection.addDocuments([{ content: "once", embedding: [0, 1, 0, 0, 0, 0, 0, 0] }]);
    assert.equal((await collection.getDocument(uuid ?? "")).content, "once");
    assert.equal((await server.client.document.getCollection("filledonce")).document_count, 1);
  });

  test("is a ConnectionFailedError when retries are switched off, and may be repeated under the same key", async () => {
    const options = { maxRetries: 0, idempotencyKey: "a key of the application" };
    const memory = { messages: [{ role: "human", content: "again" }] };
    for (const _ of [1, 2]) {
      const error = await rejection(client.memory.addMemory("by hand", memory, options), ConnectionFailedError);
      assert.ok(error.cause !== undefined && error instanceof APIError && error.code === undefined);
    }
    assert.equal(await client.memory.addMemory("by hand", memory, options), "OK");
    assert.equal((await client.memory.getMemory("by hand"))?.messages.length, 1);
    const other = client.memory.addMemory("by hand", { messages: [{ role: "human", content: "different" }] }, options);
    assert.equal((await rejection(other, APIError)).code, 422);
  });
});
