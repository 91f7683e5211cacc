/** Sessions on a real server, in the words of the clients' manual. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { APIError, ArgumentError, Memory, Message, NotFoundError, Session, ZepClient } from "holdfast-client";
import { collect, rejection } from "./support/assertions.js";
import { type Server, startServer } from "./support/server.js";

describe("sessions", () => {
  let server: Server;
  let client: ZepClient;

  before(async () => {
    server = await startServer();
    client = await ZepClient.init(server.url);
  });
  after(() => server.stop());

  test("a session is created automatically when a memory is added", async () => {
    const memory = new Memory({ messages: [new Message({ role: "human", content: "Hello" })] });
    assert.equal(await client.memory.addMemory("automatic", memory), "OK");
    const session = await client.memory.getSession("automatic");
    assert.equal(session.session_id, "automatic");
    assert.deepEqual(session.metadata, {});
  });

  test("a session is created with user and metadata and fetched again", async () => {
    await client.user.add({ user_id: "ada" });
    const created = await client.memory.addSession(
      new Session({ session_id: "created", user_id: "ada", metadata: { foo: "bar" } }),
    );
    const fetched = await client.memory.getSession("created");
    assert.deepEqual(fetched.toDict(), created.toDict());
    const { session_id, user_id, metadata } = fetched.toDict();
    assert.deepEqual(
      { session_id, user_id, metadata },
      { session_id: "created", user_id: "ada", metadata: { foo: "bar" } },
    );
    assert.ok(fetched.uuid && fetched.id && fetched.created_at && fetched.updated_at);
  });

  test("the metadata of an update is merged into the stored metadata", async () => {
    await client.memory.addSession(new Session({ session_id: "merged", metadata: { foo: "bar" } }));
    const updated = await client.memory.updateSession(new Session({ session_id: "merged", metadata: { qax: "baz" } }));
    assert.deepEqual(updated.metadata, { foo: "bar", qax: "baz" });
    assert.deepEqual((await client.memory.getSession("merged")).metadata, { foo: "bar", qax: "baz" });
  });

  test("a fetched session can be changed and sent back", async () => {
    await client.memory.addSession({ session_id: "sent-back", metadata: { visits: 1 } });
    const session = await client.memory.getSession("sent-back");
    session.metadata.visits += 1;
    assert.deepEqual((await client.memory.updateSession(session)).metadata, { visits: 2 });
  });

  test("deleting memory deletes the session with all that was said in it", async () => {
    await client.memory.addMemory("deleted", { messages: [{ role: "human", content: "The ferry leaves at noon" }] });
    assert.equal((await client.memory.searchMemory("deleted", { text: "ferry" })).length, 1);
    assert.equal(await client.memory.deleteMemory("deleted"), "OK");
    await rejection(client.memory.getSession("deleted"), NotFoundError);
    assert.deepEqual((await client.memory.getMemory("deleted"))?.messages, []);
    assert.deepEqual(await client.memory.searchMemory("deleted", { text: "ferry" }), []);
  });

  test("a write to a deleted session brings it back while its old memories stay deleted", async () => {
    await client.memory.addSession({ session_id: "revived", metadata: { kept: true } });
    await client.memory.addMemory("revived", { messages: [{ role: "human", content: "old" }] });
    await client.memory.deleteMemory("revived");
    await client.memory.addMemory("revived", { messages: [{ role: "human", content: "new" }] });
    assert.deepEqual((await client.memory.getSession("revived")).metadata, { kept: true });
    assert.deepEqual(await contents("revived"), ["new"]);
  });

  test("sessions are listed with limit and cursor, where the cursor is the last id", async () => {
    for (const session_id of ["list-1", "list-2", "list-3"]) await client.memory.addSession({ session_id });
    const first = await client.memory.getSession("list-1");
    const next = await client.memory.listSessions(2, first.id);
    assert.deepEqual(
      next.map((session) => session.session_id),
      ["list-2", "list-3"],
    );
    assert.ok((await client.memory.listSessions()).length >= 3);
  });

  test("listSessionsChunked yields every session once, in chunks of the asked size", async () => {
    const all = (await client.memory.listSessions()).map((session) => session.session_id);
    const sizes: number[] = [];
    for await (const chunk of client.memory.listSessionsChunked(2)) sizes.push(chunk.length);
    assert.ok(sizes.every((size) => size <= 2));
    const walked = await collect(client.memory.listSessionsChunked(2));
    assert.deepEqual(
      walked.map((session) => session.session_id),
      all,
    );
  });

  test("a chunk size that is no positive integer is refused before anything is sent", async () => {
    for (const size of [0, -1, 1.5, Number.NaN]) {
      const error = await rejection(collect(client.memory.listSessionsChunked(size)), ArgumentError);
      assert.match(error.message, /chunkSize must be a positive integer/);
    }
  });

  test("ids of any characters reach exactly their session", async () => {
    const ids = [
      "usr (1)",
      "a/b",
      "a\\b",
      "50%",
      "%2F",
      "q?x=1#y",
      "ünïcode ☃ 🦜",
      "a+b&c=d",
      "x:y@z;,",
      "'\"<>|^`{}[]!*~",
      "...",
      " lead",
    ];
    for (const session_id of ids) {
      await client.memory.addSession({ session_id, metadata: { id: session_id } });
      await client.memory.addMemory(session_id, { messages: [{ role: "human", content: session_id }] });
    }
    for (const session_id of ids) {
      assert.deepEqual((await client.memory.getSession(session_id)).metadata, { id: session_id });
      assert.deepEqual(await contents(session_id), [session_id]);
    }
  });

  test("ids that a URL cannot carry are refused before anything is sent", async () => {
    for (const id of ["", "  ", ".", ".."]) {
      await rejection(client.memory.getSession(id), ArgumentError);
      await rejection(client.memory.addSession({ session_id: id }), ArgumentError);
      await rejection(client.memory.deleteMemory(id), ArgumentError);
    }
  });

  test("an unpaired surrogate in an id names the same session in the body and in the path", async () => {
    const created = await client.memory.addSession({ session_id: "half \ud83e" });
    assert.equal((await client.memory.getSession("half \ud83e")).uuid, created.uuid);
  });

  test("a taken id and an unknown user are API errors with the server's words", async () => {
    await client.memory.addSession({ session_id: "taken" });
    const taken = await rejection(client.memory.addSession({ session_id: "taken" }), APIError);
    assert.equal(taken.code, 400);
    assert.match(taken.message, /session already exists with session_id: taken/);
    const unknown = await rejection(client.memory.addSession({ session_id: "new", user_id: "nobody" }), APIError);
    assert.match(String(unknown.responseData), /user does not exist with user_id: nobody/);
  });

  test("an unknown session is a NotFoundError that names it", async () => {
    const calls = [
      () => client.memory.getSession("ghost"),
      () => client.memory.updateSession({ session_id: "ghost", metadata: { a: 1 } }),
      () => client.memory.deleteMemory("ghost"),
    ];
    for (const call of calls) {
      const error = await rejection(call(), NotFoundError);
      assert.equal(error.name, "NotFoundError");
      assert.equal(error.code, 404);
      assert.match(error.message, /ghost/);
    }
  });

  test("sessions and messages take a time to expire and need not be remembered", async () => {
    const session = await client.memory.addSession({ session_id: "brief", ttl: 3600, remember: false });
    assert.equal(session.remember, false);
    assert.ok(session.expires_at);
    session.ttl = 7200;
    const longer = await client.memory.updateSession(session);
    assert.ok(longer.expires_at && longer.expires_at > session.expires_at);
    const kept = await client.memory.updateSession({ session_id: "brief", expires_at: "", remember: true });
    assert.equal(kept.expires_at, undefined);
    assert.equal(kept.remember, undefined);
    const said = new Message({ role: "human", content: "My room is 312.", ttl: 3600, remember: false });
    await client.memory.addMemory("brief", new Memory({ messages: [said] }));
    const [stored] = await client.message.getSessionMessages("brief");
    assert.ok(stored?.uuid && stored.expires_at);
    assert.equal(stored.remember, false);
    const change = { expires_at: "", remember: true };
    const changed = await client.message.updateSessionMessage("brief", stored.uuid, change);
    assert.equal(changed.expires_at, undefined);
    assert.equal(changed.remember, undefined);
  });

  async function contents(sessionId: string): Promise<string[] | undefined> {
    return (await client.memory.getMemory(sessionId))?.messages.map((message) => message.content);
  }
});
