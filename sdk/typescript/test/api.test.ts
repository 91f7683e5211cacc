/** api.md lists each method with the HTTP call that it really makes. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { DocumentCollection, ZepClient } from "holdfast-client";
import { type Stub, startStub } from "./support/stub.js";

const VECTOR = Array.from({ length: 8 }, () => 0.5);

/** Arguments for each method; ids are the names of their placeholders in api.md. */
const ARGUMENTS: Record<string, unknown[]> = {
  "memory.getSession": ["{sessionId}"],
  "memory.addSession": [{ session_id: "{session_id}" }],
  "memory.updateSession": [{ session_id: "{session_id}", metadata: { a: 1 } }],
  "memory.listSessions": [1, 2],
  "memory.getMemory": ["{sessionId}", 1],
  "memory.addMemory": ["{sessionId}", { messages: [] }, { wait: true, waitSeconds: 1, keepTimestamps: true }],
  "memory.deleteMemory": ["{sessionId}"],
  "memory.searchMemory": ["{sessionId}", { text: "x" }, 1],
  "memory.searchAllSessions": [{ text: "x" }, 1],
  "memory.getEnrichment": ["{sessionId}"],
  "message.getSessionMessages": ["{sessionId}", 1, 2],
  "message.getSessionMessage": ["{sessionId}", "{messageId}"],
  "message.updateSessionMessageMetadata": ["{sessionId}", "{messageId}", {}],
  "message.updateSessionMessage": ["{sessionId}", "{messageId}", { content: "x" }],
  "message.deleteSessionMessage": ["{sessionId}", "{messageId}"],
  "context.get": [{ user_id: "ada" }],
  "user.add": [{ user_id: "{user_id}" }],
  "user.get": ["{userId}"],
  "user.update": [{ user_id: "{user_id}" }],
  "user.delete": ["{userId}"],
  "user.list": [1, 2],
  "user.getSessions": ["{userId}"],
  "user.searchMemory": ["{userId}", { text: "x" }, 1],
  "facts.add": [{ user_id: "ada", text: "x" }],
  "facts.get": ["{factId}"],
  "facts.list": [{ user_id: "ada", limit: 1 }],
  "facts.update": ["{factId}", { pinned: true }],
  "facts.forget": ["{factId}"],
  "facts.search": ["x", { user_id: "ada" }],
  "facts.preview": [[]],
  "facts.getProfile": ["{userId}"],
  "facts.ofMessage": ["{sessionId}", "{messageId}"],
  "document.addCollection": [{ name: "{name}", embeddingDimensions: 8 }],
  "document.getCollection": ["{name}"],
  "document.updateCollection": [{ name: "{name}", description: "d" }],
  "document.listCollections": [],
  "document.deleteCollection": ["{name}"],
  "collection.waitUntilReady": [],
  "collection.addDocuments": [[{ content: "x" }]],
  "collection.updateDocument": [{ uuid: "{uuid}" }],
  "collection.deleteDocument": ["{uuid}"],
  "collection.getDocument": ["{uuid}"],
  "collection.getDocuments": [["{uuid}"]],
  "collection.searchReturnQueryVector": [{ embedding: VECTOR }, 1],
  "collection.search": [{ embedding: VECTOR }, 1],
  "collection.createIndex": [true],
};

/** Method → first HTTP call, as api.md has them. */
const LISTED = new Map(
  [
    ...readFileSync("api.md", "utf8").matchAll(
      /^\| `((?:memory|message|user|context|facts|document|collection)\.\w+)\(.*?\)` \| `(.*?)`/gm,
    ),
  ].map(([, method = "", call = ""]) => [method, call]),
);

describe("api.md", () => {
  let stub: Stub;
  let targets: Record<string, object>;

  before(async () => {
    stub = await startStub({ body: "{}" });
    const client = new ZepClient(stub.url);
    const { memory, message, user, context, facts, document } = client;
    targets = {
      memory,
      message,
      user,
      context,
      facts,
      document,
      collection: new DocumentCollection(client, { name: "{name}" }),
    };
  });
  after(() => stub.stop());

  test("lists every public method and no other", () => {
    const existing = Object.entries(targets).flatMap(([name, target]) =>
      methodsOf(target).map((method) => `${name}.${method}`),
    );
    assert.deepEqual([...LISTED.keys()].sort(), existing.sort());
  });

  test("states the call of each method", async () => {
    for (const [name, args] of Object.entries(ARGUMENTS)) {
      const [resource = "", method = ""] = name.split(".");
      const target = targets[resource] as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const position = stub.received.length;
      await target[method]?.(...args).catch(() => "the stub's answer is good for the request only");
      const request = stub.received[position];
      const url = new URL(request?.url ?? "", stub.url);
      const query = [...url.searchParams.keys()].join("&");
      const path = decodeURIComponent(url.pathname.replace("/api/v1", ""));
      assert.equal(`${request?.method} ${path}${query && `?${query}`}`, LISTED.get(name), name);
    }
  });
});

function methodsOf(target: object): string[] {
  const descriptors = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(target));
  return Object.keys(descriptors).filter((name) => name !== "constructor" && descriptors[name]?.get === undefined);
}
