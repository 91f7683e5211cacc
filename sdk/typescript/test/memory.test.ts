/** Memory, search, messages and users on a real server. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  APIError,
  CreateUserRequest,
  Memory,
  MemorySearchPayload,
  Message,
  NotFoundError,
  UpdateUserRequest,
  type ZepClient,
} from "holdfast-client";
import { collect, rejection } from "./support/assertions.js";
import { type Server, startServer } from "./support/server.js";

const VOYAGE = [
  { role: "human", content: "Where do we eat tonight?", metadata: { topic: "food" } },
  { role: "ai", content: "At the harbour, in the fish restaurant.", metadata: { topic: "food" } },
  { role: "human", content: "And when does the volcano tour begin?", metadata: { topic: "tour" } },
];

describe("memory", () => {
  let server: Server;
  let client: ZepClient;

  before(async () => {
    server = await startServer();
    client = server.client;
    await client.memory.addMemory("voyage", new Memory({ messages: VOYAGE }));
  });
  after(() => server.stop());

  test("messages come back in order, verbatim, with ids and times", async () => {
    const memory = await client.memory.getMemory("voyage");
    assert.ok(memory instanceof Memory && memory.messages.every((message) => message instanceof Message));
    const said = memory.messages.map(({ role, content, metadata }) => ({ role, content, topic: metadata?.topic }));
    assert.deepEqual(
      said,
      VOYAGE.map(({ role, content, metadata }) => ({ role, content, topic: metadata.topic })),
    );
    assert.ok(memory.messages.every((message) => message.uuid && message.created_at));
    assert.equal(memory.summary?.content, "");
  });

  test("lastn gives the newest messages", async () => {
    const memory = await client.memory.getMemory("voyage", 1);
    assert.deepEqual(
      memory?.messages.map((message) => message.content),
      [VOYAGE[2]?.content],
    );
  });

  test("a session that never existed has an empty memory", async () => {
    const memory = await client.memory.getMemory("never");
    assert.deepEqual(memory?.toDict().messages, []);
  });

  test("text of any language and length survives", async () => {
    const content = "\u0001 “quotes” \\ \n\t שלום 你好 🦜🏴‍☠️ </script> & \u2028 ".repeat(2000);
    await client.memory.addMemory("texts", {
      messages: [{ role: "人", content, metadata: { ключ: [1.5, null, { "a.b": "ü" }] } }],
    });
    const [message] = (await client.memory.getMemory("texts"))?.messages ?? [];
    assert.equal(message?.content, content);
    assert.equal(message?.role, "人");
    assert.deepEqual(message?.metadata?.ключ, [1.5, null, { "a.b": "ü" }]);
  });

  test("a search finds the message that answers, best first", async () => {
    const payload = new MemorySearchPayload({ text: "fish restaurant" });
    const results = await client.memory.searchMemory("voyage", payload, 2);
    assert.equal(results.length, 2);
    assert.equal(results[0]?.message?.content, VOYAGE[1]?.content);
    assert.ok((results[0]?.dist ?? 0) >= (results[1]?.dist ?? 0));
  });

  test("a search can filter by metadata alone", async () => {
    const where = { jsonpath: '$ ? (@.topic == "tour")' };
    const results = await client.memory.searchMemory("voyage", { metadata: { where } });
    assert.deepEqual(
      results.map((result) => result.message?.content),
      [VOYAGE[2]?.content],
    );
  });

  test("a search can be ranked by words alone, cut by score, and explain itself", async () => {
    const text = "fish restaurant";
    const [best] = await client.memory.searchMemory("voyage", { text, search_type: "lexical", explain: true });
    assert.equal(best?.message?.content, VOYAGE[1]?.content);
    assert.ok(Object.values(best?.explanation ?? {}).some((part) => part > 0));
    assert.deepEqual(await client.memory.searchMemory("voyage", new MemorySearchPayload({ text, min_score: 1.1 })), []);
  });

  test("what is said again is found once, with where else", async () => {
    const messages = ["one", "two"].map(() => ({ role: "human", content: "I am allergic to walnuts." }));
    await client.memory.addMemory("allergic", { messages });
    const text = "What am I allergic to?";
    const [once, ...others] = await client.memory.searchMemory("allergic", { text, collapse: true });
    assert.deepEqual(others, []);
    assert.equal(once?.duplicates, 1);
    assert.deepEqual(
      once?.duplicates_at?.map(({ session_id }) => session_id),
      ["allergic"],
    );
    const each = await client.memory.searchMemory("allergic", new MemorySearchPayload({ text, collapse: false }));
    assert.deepEqual(
      each.map((result) => "duplicates" in result),
      [false, false],
    );
  });

  test("long values of metadata are cut in results unless they are asked for", async () => {
    const image = "x".repeat(9000);
    const messages = [{ role: "human", content: "A photo of a heron", metadata: { image } }];
    await client.memory.addMemory("photo", { messages });
    const [cut] = await client.memory.searchMemory("photo", { text: "heron" });
    assert.match(String(cut?.message?.metadata?.image), /\[cut: 9002 bytes/);
    const [whole] = await client.memory.searchMemory("photo", { text: "heron", whole_metadata: true });
    assert.equal(whole?.message?.metadata?.image, image);
  });

  test("a search of type mmr carries the vectors", async () => {
    const results = await client.memory.searchMemory("voyage", { text: "food", search_type: "mmr", mmr_lambda: 0.3 });
    assert.ok(results.length > 0 && results.every(({ embedding }) => embedding instanceof Float32Array));
  });

  test("an empty search and a malformed filter are API errors with code 400", async () => {
    for (const payload of [{}, { metadata: { where: { jsonpath: "$ ? (" } } }]) {
      assert.equal((await rejection(client.memory.searchMemory("voyage", payload), APIError)).code, 400);
    }
  });

  test("keepTimestamps stores a history under its own times", async () => {
    const created_at = "2021-03-04T05:06:07.5Z";
    await client.memory.addMemory(
      "history",
      { messages: [{ role: "human", content: "Long ago", created_at }] },
      { keepTimestamps: true },
    );
    const [message] = (await client.memory.getMemory("history"))?.messages ?? [];
    assert.equal(Date.parse(message?.created_at ?? ""), Date.parse(created_at));
  });

  test("with wait, the answer comes when the messages are counted", async () => {
    await client.memory.addMemory(
      "waited",
      { messages: [{ role: "human", content: "One two three" }] },
      { wait: true },
    );
    const [message] = (await client.memory.getMemory("waited"))?.messages ?? [];
    assert.ok((message?.token_count ?? 0) > 0);
  });

  test("the state of enrichment can be asked for", async () => {
    const memory = { messages: [{ role: "human", content: "Four five six" }] };
    await client.memory.addMemory("enriched", memory, { wait: true, waitSeconds: 30 });
    assert.deepEqual(await client.memory.getEnrichment("enriched"), {
      status: "done",
      pending: 0,
      parked: 0,
      jobs: [],
    });
  });

  test("a search of everything names the session of each result", async () => {
    const [best] = await client.memory.searchAllSessions({ text: "volcano tour" }, 1);
    assert.deepEqual([best?.session_id, best?.message?.content], ["voyage", VOYAGE[2]?.content]);
  });

  describe("messages", () => {
    test("are paged by page number", async () => {
      const pages = [
        await client.message.getSessionMessages("voyage", 2, 1),
        await client.message.getSessionMessages("voyage", 2, 2),
      ];
      assert.deepEqual(
        pages.map((page) => page.length),
        [2, 1],
      );
      assert.equal((await client.message.getSessionMessages("voyage")).length, 3);
      assert.deepEqual(await client.message.getSessionMessages("never"), []);
    });

    test("are fetched one by one, and their metadata is merged", async () => {
      const [first] = await client.message.getSessionMessages("voyage", 1);
      const uuid = first?.uuid ?? "";
      const updated = await client.message.updateSessionMessageMetadata("voyage", uuid, { rating: { stars: 4 } });
      assert.deepEqual([updated.metadata?.topic, updated.metadata?.rating], ["food", { stars: 4 }]);
      const fetched = await client.message.getSessionMessage("voyage", uuid);
      assert.deepEqual(fetched.metadata?.rating, { stars: 4 });
    });

    test("that do not exist are NotFoundErrors, and ids that are no UUIDs API errors", async () => {
      const unknown = "5b2d6a1e-0f3c-4d0b-8a55-2f1f5d0c9e11";
      await rejection(client.message.getSessionMessage("voyage", unknown), NotFoundError);
      await rejection(client.message.updateSessionMessageMetadata("voyage", unknown, { a: 1 }), NotFoundError);
      assert.equal((await rejection(client.message.getSessionMessage("voyage", "5b2d"), APIError)).code, 400);
    });
  });

  describe("users", () => {
    test("are added, fetched, updated with merged metadata, and deleted with their sessions", async () => {
      const added = await client.user.add(
        new CreateUserRequest({ user_id: "eve", email: "eve@example.org", metadata: { a: 1 } }),
      );
      assert.ok(added.created_at instanceof Date && !Number.isNaN(added.created_at.getTime()));
      await client.user.update(new UpdateUserRequest({ user_id: "eve", first_name: "Eve", metadata: { b: 2 } }));
      const { email, first_name, metadata } = (await client.user.get("eve")).toDict();
      assert.deepEqual(
        { email, first_name, metadata },
        { email: "eve@example.org", first_name: "Eve", metadata: { a: 1, b: 2 } },
      );
      await client.memory.addSession({ session_id: "of-eve", user_id: "eve" });
      assert.deepEqual(
        (await client.user.getSessions("eve")).map((session) => session.session_id),
        ["of-eve"],
      );
      assert.equal(await client.user.delete("eve"), "OK");
      await rejection(client.user.get("eve"), NotFoundError);
      await rejection(client.memory.getSession("of-eve"), NotFoundError);
    });

    test("are listed and walked by their ids", async () => {
      for (const user_id of ["u-1", "u/2", "u 3"]) await client.user.add({ user_id });
      const [first] = await client.user.list(1);
      assert.ok(first?.id);
      const walked = await collect(client.user.listChunked(2));
      assert.deepEqual(
        walked.map((user) => user.user_id),
        (await client.user.list()).map((user) => user.user_id),
      );
    });

    test("that exist or do not are refused with the matching error", async () => {
      await client.user.add({ user_id: "twice" });
      assert.equal((await rejection(client.user.add({ user_id: "twice" }), APIError)).code, 400);
      await rejection(client.user.update({ user_id: "nobody", email: "x@example.org" }), NotFoundError);
      await rejection(client.user.delete("nobody"), NotFoundError);
      assert.deepEqual(await client.user.getSessions("nobody"), []);
    });

    test("are searched over all of their sessions, each result naming its session", async () => {
      await client.user.add({ user_id: "zoë" });
      for (const [session_id, content] of [
        ["z-1", "My sister lives in Oslo"],
        ["z-2", "I bought a red bicycle"],
      ] as const) {
        await client.memory.addSession({ session_id, user_id: "zoë" });
        await client.memory.addMemory(session_id, { messages: [{ role: "human", content }] });
      }
      const results = await client.user.searchMemory("zoë", { text: "What colour is the bicycle?" }, 1);
      assert.deepEqual(
        results.map((result) => [result.session_id, result.message?.content]),
        [["z-2", "I bought a red bicycle"]],
      );
    });
  });
});
