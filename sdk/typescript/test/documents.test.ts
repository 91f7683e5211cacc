/** Collections and documents on a real server. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { APIError, ArgumentError, DocumentCollection, NotFoundError, type ZepClient } from "holdfast-client";
import { rejection } from "./support/assertions.js";
import { type Server, startServer } from "./support/server.js";

/** A vector of eight zeros with a one. */
function unit(position: number): number[] {
  return Array.from({ length: 8 }, (_, index) => (index === position ? 1 : 0));
}

describe("documents", () => {
  let server: Server;
  let client: ZepClient;

  before(async () => {
    server = await startServer();
    client = server.client;
  });
  after(() => server.stop());

  test("a collection is added, described truthfully, updated, listed and deleted", async () => {
    const added = await client.document.addCollection({
      name: "Harbours",
      embeddingDimensions: 8,
      isAutoEmbedded: false,
    });
    assert.ok(added instanceof DocumentCollection && added.created_at instanceof Date);
    assert.deepEqual([added.name, added.embedding_dimensions, added.is_auto_embedded], ["harbours", 8, false]);
    const updated = await client.document.updateCollection({
      name: "harbours",
      description: "pilot books",
      metadata: { region: "N" },
    });
    assert.deepEqual([updated.description, updated.metadata], ["pilot books", { region: "N" }]);
    assert.deepEqual(
      (await client.document.listCollections()).map((collection) => collection.name),
      ["harbours"],
    );
    await client.document.deleteCollection("harbours");
    await rejection(client.document.getCollection("harbours"), NotFoundError);
    await rejection(client.document.deleteCollection("harbours"), NotFoundError);
  });

  test("documents are added, fetched, changed and deleted by the routes that the server has", async () => {
    const collection = await client.document.addCollection({
      name: "lifecycle",
      embeddingDimensions: 8,
      isAutoEmbedded: false,
    });
    const [uuid = "", other = ""] = await collection.addDocuments([
      {
        content: "Beware the northern mole.",
        document_id: "h-1",
        metadata: { page: 4 },
        embedding: new Float32Array(unit(0)),
      },
      { content: "Depth 6 m.", embedding: unit(1) },
    ]);
    const document = await collection.getDocument(uuid);
    assert.deepEqual(
      [document.content, document.document_id, document.metadata],
      ["Beware the northern mole.", "h-1", { page: 4 }],
    );
    assert.deepEqual(document.embedding, new Float32Array(unit(0)));
    await collection.updateDocument({ uuid, documentId: "h-2", metadata: { chapter: 2 } });
    const changed = await collection.getDocument(uuid);
    assert.deepEqual([changed.document_id, changed.metadata], ["h-2", { chapter: 2 }]);
    assert.deepEqual(
      (await collection.getDocuments([other, uuid])).map((found) => found.uuid).sort(),
      [other, uuid].sort(),
    );
    await collection.deleteDocument(uuid);
    await rejection(collection.getDocument(uuid), NotFoundError);
  });

  test("a search with whole-numbered vectors returns documents and the query vector", async () => {
    const collection = await client.document.addCollection({
      name: "onehot",
      embeddingDimensions: 8,
      isAutoEmbedded: false,
    });
    await collection.addDocuments(
      [0, 1, 2].map((position) => ({ content: `axis ${position}`, embedding: unit(position) })),
    );
    const [documents, vector] = await collection.searchReturnQueryVector({ embedding: new Float32Array(unit(1)) }, 1);
    assert.deepEqual(
      documents.map((document) => [document.content, document.score]),
      [["axis 1", 1]],
    );
    assert.deepEqual(vector, new Float32Array(unit(1)));
  });

  test("a search by metadata alone works, without a query vector", async () => {
    const collection = await client.document.addCollection({
      name: "filtered",
      embeddingDimensions: 8,
      isAutoEmbedded: false,
    });
    await collection.addDocuments([
      { content: "one", metadata: { n: 1 }, embedding: unit(0) },
      { content: "two", metadata: { n: 2 }, embedding: unit(1) },
    ]);
    const [documents, vector] = await collection.searchReturnQueryVector({
      metadata: { where: { jsonpath: "$ ? (@.n == 2)" } },
    });
    assert.deepEqual(
      documents.map((document) => document.content),
      ["two"],
    );
    assert.equal(vector.length, 0);
  });

  test("an embedded collection becomes ready and answers questions", async () => {
    const collection = await client.document.addCollection({ name: "embedded", embeddingDimensions: 256 });
    assert.equal(collection.status, "pending");
    await collection.addDocuments([
      { content: "The lighthouse keeper paints the door green." },
      { content: "Invoices are due monthly." },
    ]);
    await collection.waitUntilReady();
    assert.equal(collection.status, "ready");
    const [best] = await collection.search({ text: "lighthouse door" }, 1);
    assert.equal(best?.content, "The lighthouse keeper paints the door green.");
  });

  test("many documents are sent in batches and their ids come back in order", async () => {
    const collection = await client.document.addCollection({
      name: "batches",
      embeddingDimensions: 8,
      isAutoEmbedded: false,
    });
    const documents = Array.from({ length: 1201 }, (_, index) => ({
      content: `document ${index}`,
      document_id: `d-${index}`,
      embedding: unit(index % 8),
    }));
    const uuids = await collection.addDocuments(documents);
    assert.equal(new Set(uuids).size, 1201);
    const [first, last] = await Promise.all([
      collection.getDocument(uuids[0] ?? ""),
      collection.getDocument(uuids[1200] ?? ""),
    ]);
    assert.deepEqual([first.document_id, last.document_id], ["d-0", "d-1200"]);
  });

  test("documents the server refuses reject the call instead of shortening its result", async () => {
    const collection = await client.document.addCollection({
      name: "refused",
      embeddingDimensions: 8,
      isAutoEmbedded: false,
    });
    const error = await rejection(collection.addDocuments([{ content: "no vector" }]), APIError);
    assert.equal(error.code, 400);
    await client.document.deleteCollection("refused");
    await rejection(collection.addDocuments([{ content: "gone", embedding: unit(0) }]), NotFoundError);
    await rejection(collection.search({ embedding: unit(0) }), NotFoundError);
  });

  test("an index is created only for large collections, unless forced", async () => {
    const collection = await client.document.addCollection({
      name: "indexed",
      embeddingDimensions: 8,
      isAutoEmbedded: false,
    });
    await collection.addDocuments([{ content: "one", embedding: unit(0) }]);
    const filled = await client.document.getCollection("indexed");
    await rejection(filled.createIndex(), ArgumentError);
    await filled.createIndex(true);
  });

  test("arguments that cannot succeed are refused before anything is sent", async () => {
    const collection = new DocumentCollection(client, { name: "local" });
    await rejection(client.document.addCollection({ name: "zero", embeddingDimensions: 0 }), ArgumentError);
    await rejection(client.document.updateCollection({ name: "nothing" }), ArgumentError);
    await rejection(client.document.getCollection(""), ArgumentError);
    await rejection(collection.addDocuments([]), ArgumentError);
    await rejection(collection.getDocuments([]), ArgumentError);
    await rejection(collection.search({ text: "" }), ArgumentError);
    await rejection(collection.getDocument(""), ArgumentError);
  });
});
