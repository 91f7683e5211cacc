// Uses LangChain.js's ZepVectorStore and checks what comes back.
//
// Usage: node langchain_js_documents.mjs URL NAME

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

// The packages are installed in the working directory, not beside this file.
const require = createRequire(join(process.cwd(), "package.json"));
const { ZepVectorStore } = require("@langchain/community/vectorstores/zep");
const { FakeEmbeddings } = require("@langchain/core/utils/testing");
const { Embeddings } = require("@langchain/core/embeddings");

const [apiUrl, name] = process.argv.slice(2);
const texts = [
  "The harbour master keeps the keys of the lighthouse.",
  "Fresh cod is sold at the market every morning.",
  "A ferry to the western isles leaves at noon.",
];
const metadata = [{ topic: "town" }, { topic: "food" }, { topic: "travel" }];
const travel = { where: { jsonpath: '$[*] ? (@.topic == "travel")' } };

// Counts letters: enough to tell the texts apart.
class Letters extends Embeddings {
  constructor() {
    super({});
  }

  async embedQuery(text) {
    return [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => text.toLowerCase().split(letter).length + 0.5);
  }

  async embedDocuments(all) {
    return Promise.all(all.map((text) => this.embedQuery(text)));
  }
}

async function use(collectionName, embeddings, embeddingDimensions) {
  const config = { apiUrl, collectionName, embeddingDimensions, description: "d", metadata: { a: 1 } };
  const store = await ZepVectorStore.fromTexts(texts, metadata, embeddings, config);
  for (let waited = 0; ; waited += 50) {
    const collection = await store.client.document.getCollection(collectionName);
    if (collection.status === "ready") break;
    assert.ok(waited < 30_000);
    await pause(50);
  }
  const [[document, score]] = await store.similaritySearchWithScore(texts[2], 3);
  assert.equal(document.pageContent, texts[2]);
  assert.deepEqual(document.metadata, { topic: "travel" });
  assert.ok(score > 0.99 && score < 1.0001);
  const filtered = await store.similaritySearch(texts[1], 3, travel);
  assert.deepEqual(filtered.map((one) => one.pageContent), [texts[2]]);
  const diverse = await store.maxMarginalRelevanceSearch(texts[0], { k: 2, lambda: 0.3 });
  assert.equal(diverse.length, 2);
  assert.equal(diverse[0].pageContent, texts[0]);
  const [found] = await store.collection.search({ metadata: travel }, 1);
  await store.delete({ uuids: [found.uuid, found.uuid] });
  assert.equal((await store.similaritySearch(texts[0], 9)).length, 2);
}

await use(name, new FakeEmbeddings(), 384);
await use(`${name}own`, new Letters(), 26);
console.log("done");
