// Uses collections and documents through @getzep/zep-js 0.10.0 and checks what comes back.
//
// Usage: node zep_js_documents.mjs URL NAME

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

// The package is installed in the working directory, not beside this file.
const require = createRequire(join(process.cwd(), "package.json"));
const { ZepClient, NotFoundError, APIError } = require("@getzep/zep-js");

const [url, name] = process.argv.slice(2);
const { document: documents } = await ZepClient.init(url);
const byName = (kind) => (error) => error instanceof kind || error.name === kind.name;
const travel = { where: { jsonpath: '$[*] ? (@.topic == "travel")' } };
const texts = [
  ["harbour", "The harbour master keeps the keys of the lighthouse."],
  ["market", "Fresh cod is sold at the market every morning."],
  ["ferry", "A ferry to the western isles leaves at noon."],
];

const created = await documents.addCollection({
  name,
  embeddingDimensions: 384,
  description: "town",
  metadata: { a: 1 },
  isAutoEmbedded: true,
});
assert.equal(created.name, name);
assert.deepEqual(created.metadata, { a: 1 });
await assert.rejects(documents.addCollection({ name, embeddingDimensions: 384 }), byName(APIError));

let collection = await documents.getCollection(name);
assert.equal(collection.status, "pending");
const uuids = await collection.addDocuments(
  texts.map(([key, content]) => ({
    document_id: key,
    content,
    metadata: { topic: key === "ferry" ? "travel" : "town" },
  })),
);
assert.equal(uuids.length, 3);
for (let waited = 0; collection.status !== "ready"; waited += 50) {
  assert.ok(waited < 30_000);
  await pause(50);
  collection = await documents.getCollection(name);
}

const [results, vector] = await collection.searchReturnQueryVector({ text: "boat to the isles" }, 3);
assert.equal(results[0].document_id, "ferry");
assert.equal(vector.length, 384);
assert.equal(results[0].embedding.length, 384);
assert.ok(results[0].score >= results[2].score && results[2].score >= 0);
const [again] = await collection.search({ embedding: vector }, 1);
assert.equal(again.document_id, "ferry");
const filtered = await collection.search({ text: "cod at the market", metadata: travel }, 3);
assert.deepEqual(filtered.map((one) => one.document_id), ["ferry"]);
const byMetadata = await collection.search({ metadata: travel }, 3);
assert.deepEqual(byMetadata.map((one) => one.document_id), ["ferry"]);
const diverse = await collection.search({ text: "harbour", searchType: "mmr", mmrLambda: 0.4 }, 2);
assert.equal(diverse.length, 2);
assert.deepEqual(await collection.search({ metadata: { where: { jsonpath: "$.nothing" } } }), []);

const one = await collection.getDocument(uuids[0]);
assert.equal(one.content, texts[0][1]);
await collection.updateDocument({ uuid: uuids[0], documentId: "renamed", metadata: { topic: "sea" } });
const renamed = await collection.getDocument(uuids[0]);
assert.equal(renamed.document_id, "renamed");
assert.deepEqual(renamed.metadata, { topic: "sea" });
assert.deepEqual(
  (await collection.getDocuments([uuids[2], uuids[1]])).map((found) => found.uuid),
  [uuids[2], uuids[1]],
);
await collection.deleteDocument(uuids[0]);
await collection.deleteDocument(uuids[0]);
await assert.rejects(collection.getDocument(uuids[0]), byName(NotFoundError));
await collection.createIndex(true);

const own = `${name}own`;
await documents.addCollection({ name: own, embeddingDimensions: 8, isAutoEmbedded: false });
const numbered = await documents.getCollection(own);
const unlike = (place) => Float32Array.from({ length: 8 }, (_, position) => 0.1 + (place % 8 === position ? 0.8 : 0));
const many = await numbered.addDocuments(
  Array.from({ length: 2600 }, (_, place) => ({ content: `text ${place}`, embedding: unlike(place) })),
);
assert.equal(new Set(many).size, 2600);
const [best] = await numbered.search({ embedding: unlike(5) }, 1);
// The client sends five batches at a time: which of the documents with this vector came first is not known.
assert.equal(Number(best.content.split(" ")[1]) % 8, 5);
assert.equal((await numbered.search({ embedding: unlike(5), searchType: "mmr" }, 5)).length, 5);
assert.equal((await documents.getCollection(own)).document_count, 2600);

const updated = await documents.updateCollection({ name, description: "port", metadata: { b: 2 } });
assert.equal(updated.description, "port");
assert.deepEqual(updated.metadata, { b: 2 });
const names = (await documents.listCollections()).map((listed) => listed.name);
assert.ok(names.includes(name) && names.includes(own));
for (const gone of [name, own]) {
  await documents.deleteCollection(gone);
  await assert.rejects(documents.getCollection(gone), byName(NotFoundError));
}
console.log("done");
