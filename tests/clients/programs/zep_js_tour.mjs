// Calls the public methods of @getzep/zep-js 0.10.0 outside documents and checks what comes back.
//
// Usage: node zep_js_tour.mjs URL NAME [API_KEY]

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

// The package is installed in the working directory, not beside this file.
const require = createRequire(join(process.cwd(), "package.json"));
const { ZepClient, Session, Memory, Message, MemorySearchPayload, NotFoundError, APIError, AuthenticationError } =
  require("@getzep/zep-js");

const [url, name, key] = process.argv.slice(2);
const client = await ZepClient.init(url, key);
const sid = `${name}-js (1)`;
const uid = `${name}-jsuser`;
const called = new Map();

const recorded = (part) => {
  const names = new Set();
  called.set(part, names);
  return new Proxy(part, {
    get(target, property) {
      names.add(property);
      const value = target[property];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
};
const memory = recorded(client.memory);
const message = recorded(client.message);
const user = recorded(client.user);

const byName = (kind) => (error) => error instanceof kind || error.name === kind.name;

await user.add({ user_id: uid, email: "a@example.org", metadata: { tier: 1 } });
await assert.rejects(user.add({ user_id: uid }), byName(APIError));
const updated = await user.update({ user_id: uid, first_name: "Ada", metadata: { flags: { b: true } } });
assert.deepEqual(updated.metadata, { tier: 1, flags: { b: true } });
assert.equal((await user.get(uid)).first_name, "Ada");
assert.ok((await user.list(1000)).some((found) => found.user_id === uid));
let seen = false;
for await (const chunk of user.listChunked(3)) seen ||= chunk.some((found) => found.user_id === uid);
assert.ok(seen);

await assert.rejects(memory.getSession(sid), byName(NotFoundError));
const created = await memory.addSession(new Session({ session_id: sid, user_id: uid, metadata: { foo: "bar" } }));
assert.equal(created.session_id, sid);
const merged = await memory.updateSession(new Session({ session_id: sid, metadata: { qax: "baz" } }));
assert.deepEqual(merged.toDict().metadata, { foo: "bar", qax: "baz" });
assert.equal((await memory.getSession(sid)).user_id, uid);
assert.deepEqual((await user.getSessions(uid)).map((found) => found.session_id), [sid]);
assert.equal((await memory.listSessions(1)).length, 1);
const everything = [];
for await (const chunk of memory.listSessionsChunked(3)) everything.push(...chunk.map((found) => found.session_id));
assert.ok(everything.includes(sid));

const conversation = new Memory({
  messages: [
    new Message({ role: "Human", content: "Where do we eat in Reykjavik?", metadata: { topic: "food" } }),
    new Message({ role: "AI", content: "At the harbour, they have fresh cod." }),
  ],
});
assert.deepEqual((await memory.getMemory(`${sid}unknown`)).messages, []);
assert.equal(await memory.addMemory(sid, conversation), "OK");
const found = await memory.getMemory(sid);
assert.deepEqual(found.messages.map((one) => one.role), ["Human", "AI"]);
assert.equal(found.summary.content, "");
assert.equal((await memory.getMemory(sid, 1)).messages.length, 1);
const hits = await memory.searchMemory(sid, new MemorySearchPayload({ text: "fresh cod at the harbour" }), 1);
assert.match(hits[0].message.content, /^At the harbour/);

const listed = await message.getSessionMessages(sid, 10, 1);
assert.equal(listed.length, 2);
const one = await message.getSessionMessage(sid, listed[0].uuid);
assert.equal(one.content, listed[0].content);
const changed = await message.updateSessionMessageMetadata(sid, one.uuid, { stars: 4 });
assert.equal(changed.metadata.stars, 4);
assert.equal(changed.metadata.topic, "food");
await assert.rejects(message.getSessionMessage(sid, "00000000-0000-4000-8000-000000000001"), byName(NotFoundError));

assert.equal(await memory.deleteMemory(sid), "OK");
await assert.rejects(memory.deleteMemory(sid), byName(NotFoundError));
await user.delete(uid);
await assert.rejects(user.get(uid), byName(NotFoundError));

for (const [part, names] of called) {
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(part)).filter((method) => method !== "constructor");
  assert.deepEqual(methods.filter((method) => !names.has(method)), []);
}
if (key) {
  const stranger = await ZepClient.init(url);
  await assert.rejects(stranger.memory.getSession("x"), byName(AuthenticationError));
}
console.log("done");
