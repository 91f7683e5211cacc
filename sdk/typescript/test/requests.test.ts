/** What goes over the wire, and what becomes of answers that a healthy server never gives. */

import assert from "node:assert/strict";
import { afterEach, describe, type TestContext, test } from "node:test";
import {
  APIError,
  ArgumentError,
  AuthenticationError,
  type ClientOptions,
  ConnectionFailedError,
  DocumentCollection,
  IncompleteBatchError,
  NotFoundError,
  RequestTimeoutError,
  ZepClient,
} from "holdfast-client";
import { rejection } from "./support/assertions.js";
import { type Answer, type Stub, startStub } from "./support/stub.js";

const QUICK: ClientOptions = { retryDelay: 1, healthCheck: false };
const SESSION = JSON.stringify({ session_id: "s", metadata: null, user_id: null, deleted_at: null, id: 1 });

describe("requests", () => {
  let stub: Stub;
  afterEach(() => stub?.stop());

  async function clientOf(answers: Answer[], options: ClientOptions = {}): Promise<ZepClient> {
    stub = await startStub(...answers);
    return new ZepClient(stub.url, "key", { ...QUICK, ...options });
  }

  test("carry the key, JSON, own headers, and keep the path of the base URL", async () => {
    stub = await startStub({ body: SESSION });
    const client = new ZepClient(`${stub.url}/prefix//`, "key", { headers: { "X-Tenant": "t" } });
    await client.memory.addSession({ session_id: "s" }, { headers: { "X-Trace": "1" } });
    const [request] = stub.received;
    assert.equal(request?.url, "/prefix/api/v1/sessions");
    assert.equal(request?.headers.authorization, "Bearer key");
    assert.equal(request?.headers["content-type"], "application/json");
    assert.deepEqual([request?.headers["x-tenant"], request?.headers["x-trace"]], ["t", "1"]);
    assert.equal(request?.body, '{"session_id":"s"}');
  });

  test("turn absent values into absent fields", async () => {
    const client = await clientOf([{ body: SESSION }]);
    const session = await client.memory.getSession("s");
    assert.deepEqual(session.toDict(), { id: 1, session_id: "s", metadata: {} });
    assert.equal(session.user_id, undefined);
  });

  test("that write by POST carry one idempotency key for all attempts, and a new one for each call", async () => {
    const client = await clientOf([{ status: 503 }, { body: "OK" }]);
    await client.memory.addMemory("s", {});
    await client.memory.addMemory("s", {});
    const keys = stub.received.map((request) => request.headers["idempotency-key"]);
    assert.equal(keys.length, 3);
    assert.match(String(keys[0]), /^[0-9a-f-]{36}$/);
    assert.equal(keys[0], keys[1]);
    assert.notEqual(keys[1], keys[2]);
  });

  test("carry keys that begin with the time", async () => {
    const client = await clientOf([{ body: "OK" }]);
    const before = Date.now();
    await client.memory.addMemory("s", {});
    const key = String(stub.received[0]?.headers["idempotency-key"]);
    assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const made = parseInt(key.replace("-", "").slice(0, 12), 16);
    assert.ok(before <= made && made <= Date.now());
  });

  test("that only read carry no idempotency key", async () => {
    const client = await clientOf([{ body: "[]" }]);
    await client.memory.searchMemory("s", { text: "x" });
    assert.equal(stub.received[0]?.headers["idempotency-key"], undefined);
  });

  test("put options into the query only when they are given", async () => {
    const client = await clientOf([{ body: "OK" }]);
    await client.memory.addMemory("s", {}, { wait: true, waitSeconds: 5, keepTimestamps: true });
    await client.memory.addMemory("s", {}, { wait: false });
    assert.deepEqual(
      stub.received.map((request) => request.url),
      ["/api/v1/sessions/s/memory?wait=true&wait_seconds=5&keep_timestamps=true", "/api/v1/sessions/s/memory"],
    );
  });

  test("keep an id of any characters within its segment of the path", async () => {
    const asked: string[] = [];
    const fetch = async (input: string | URL | Request) => {
      asked.push(new URL(String(input)).pathname);
      return new Response("{}");
    };
    const client = new ZepClient("http://host/prefix", undefined, { fetch });
    const codes = [...Array(0x300).keys(), ...Array.from({ length: 0x110000 / 997 }, (_, index) => index * 997)];
    const ids = codes
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => `..${String.fromCodePoint(code)}/`);
    for (const id of ids) await client.memory.getMemory(id);
    const expected = ids.map((id) => `/prefix/api/v1/sessions/${encodeURIComponent(id)}/memory`);
    assert.deepEqual(asked, expected);
    assert.ok(asked.every((path) => path.split("/").length === 7));
  });

  test("refuse a key or header that HTTP cannot carry, without repeating it", async () => {
    const client = await clientOf([{ body: "OK" }]);
    const error = await rejection(client.memory.addMemory("s", {}, { idempotencyKey: "ключ" }), ArgumentError);
    assert.match(error.message, /The header Idempotency-Key holds characters/);
    const secret = new ZepClient(stub.url, "sec\nret", QUICK);
    assert.doesNotMatch((await rejection(secret.memory.getMemory("s"), ArgumentError)).message, /sec/);
    assert.equal(stub.received.length, 0);
    await new ZepClient(stub.url, "from a file\n", QUICK).memory.addMemory("s", {});
    assert.equal(stub.received[0]?.headers.authorization, "Bearer from a file");
  });

  test("to any other route go through request()", async () => {
    const client = await clientOf([{ body: '{"pending":0}' }]);
    const answer = await client.request({ method: "GET", path: "/sessions/s/enrichment", query: { verbose: true } });
    assert.deepEqual(JSON.parse(answer.text), { pending: 0 });
    assert.equal(stub.received[0]?.url, "/api/v1/sessions/s/enrichment?verbose=true");
  });

  describe("are repeated", () => {
    for (const status of [408, 425, 429, 502, 503, 504]) {
      test(`after status ${status}`, async () => {
        const client = await clientOf([{ status }, { status }, { body: SESSION }]);
        assert.equal((await client.memory.getSession("s")).session_id, "s");
        assert.equal(stub.received.length, 3);
      });
    }

    test("after a connection that was cut", async () => {
      const client = await clientOf([{ cut: true }, { body: SESSION }]);
      await client.memory.addSession({ session_id: "s" });
      assert.equal(stub.received.length, 2);
    });

    test("after 409 when they carry a key, because their first sending is still at work", async () => {
      const client = await clientOf([{ status: 409 }, { body: "OK" }]);
      assert.equal(await client.memory.addMemory("s", {}), "OK");
    });

    test("as often as maxRetries says, per client or per call", async () => {
      const client = await clientOf([{ status: 503, body: "busy" }], { maxRetries: 1 });
      const error = await rejection(client.memory.getSession("s"), APIError);
      assert.deepEqual([error.code, error.responseData, stub.received.length], [503, "busy", 2]);
      await rejection(client.memory.getSession("s", { maxRetries: 0 }), APIError);
      assert.equal(stub.received.length, 3);
    });

    test("after pauses that double, shortened at random by up to half, up to the longest pause", async (context) => {
      const pauses = await pausesOf(context, Array(5).fill({ status: 503 }), {
        retryDelay: 100,
        maxRetryDelay: 500,
        maxRetries: 5,
      });
      assert.equal(pauses.length, 5);
      for (const [index, full] of [100, 200, 400, 500, 500].entries()) {
        assert.ok((pauses[index] ?? 0) > full / 2 && (pauses[index] ?? 0) <= full, `${pauses}`);
      }
    });

    test("when Retry-After says: in so many seconds, or at a date", async (context) => {
      const date = new Date(Date.now() + 10_000).toUTCString();
      const answers = ["7", date, "Thu, 01 Jan 1970 00:00:00 GMT"].map((value) => ({
        status: 429,
        headers: { "Retry-After": value },
      }));
      const [seconds, until = 0, past] = await pausesOf(context, answers, {});
      assert.deepEqual([seconds, past], [7000, 0]);
      assert.ok(until > 5000 && until <= 10_000, `${until}`);
    });

    test("never, when Retry-After asks for more patience than the client has", async () => {
      const date = new Date(Date.now() + 3_600_000).toUTCString();
      const client = await clientOf([{ status: 503, headers: { "Retry-After": date } }]);
      assert.equal((await rejection(client.memory.getSession("s"), APIError)).code, 503);
      assert.equal(stub.received.length, 1);
    });

    test("never, after refusals that are final", async () => {
      for (const status of [400, 401, 403, 404, 413, 422, 500]) {
        const client = await clientOf([{ status }]);
        await assert.rejects(client.memory.addMemory("s", {}));
        assert.equal(stub.received.length, 1, `status ${status}`);
        await stub.stop();
      }
      stub = await startStub();
    });
  });

  test("that delete take 404 for done after a lost answer, but not after a refusal", async () => {
    const lost = await clientOf([{ cut: true }, { status: 404 }]);
    assert.equal(await lost.memory.deleteMemory("s"), "OK");
    await stub.stop();
    const refused = await clientOf([{ status: 503 }, { status: 404 }]);
    await rejection(refused.memory.deleteMemory("s"), NotFoundError);
  });

  describe("fail", () => {
    test("by the class of their status, with code, text, method and address", async () => {
      const client = await clientOf([{ status: 500, body: "a crash" }]);
      const error = await rejection(client.memory.getMemory("s"), APIError);
      assert.deepEqual([error.name, error.code, error.responseData], ["APIError", 500, "a crash"]);
      assert.match(error.message, /unexpected status code: 500 for GET .*\/sessions\/s\/memory.*a crash/);
    });

    test("with a NotFoundError for 404 and an AuthenticationError for 401, which are no APIErrors", async () => {
      const client = await clientOf([{ status: 404 }, { status: 401, body: "token is expired" }]);
      assert.ok(!((await rejection(client.user.get("u"), NotFoundError)) instanceof APIError));
      assert.match((await rejection(client.user.get("u"), AuthenticationError)).message, /token is expired/);
    });

    test("with an APIError for answers that make no sense", async () => {
      const calls: Array<(client: ZepClient) => Promise<unknown>> = [
        (client) => client.memory.getSession("s"),
        (client) => client.memory.listSessions(),
        (client) => client.message.getSessionMessages("s"),
        (client) => new DocumentCollection(client, { name: "c" }).search({ text: "x" }),
      ];
      for (const body of ["<html>", "", "null", "7", "[1", '"text"']) {
        const client = await clientOf([{ body }]);
        for (const call of calls) {
          const error = await rejection(call(client), APIError);
          assert.match(error.message, /Unexpected response/);
          assert.equal(error.responseData, body);
        }
        await stub.stop();
      }
      stub = await startStub();
    });

    test("with an APIError instead of following a redirect", async () => {
      const client = await clientOf([{ status: 301, headers: { Location: "https://elsewhere.example/" } }]);
      const error = await rejection(client.memory.addMemory("s", {}), APIError);
      assert.match(error.message, /redirected to https:\/\/elsewhere\.example\/; use the final address as base URL/);
    });

    test("with a RequestTimeoutError when no answer comes in time", async () => {
      const { fetch, asked } = silence();
      const client = new ZepClient("http://host", undefined, { ...QUICK, fetch, maxRetries: 1, timeout: 30 });
      const error = await rejection(client.memory.getSession("s"), RequestTimeoutError);
      assert.match(error.message, /No answer to GET http:\/\/host\/api\/v1\/sessions\/s within 30 ms/);
      assert.ok(error instanceof ConnectionFailedError);
      assert.equal(asked.length, 2);
    });

    test("with a RequestTimeoutError when an answer begins in time but does not end", async () => {
      const fetch = async (_: unknown, init?: RequestInit) => {
        const body = new ReadableStream({
          start: (controller) => init?.signal?.addEventListener("abort", () => controller.error(new Error("cut"))),
        });
        return new Response(body);
      };
      const client = new ZepClient("http://host", undefined, { ...QUICK, fetch, maxRetries: 0, timeout: 30 });
      await rejection(client.memory.getSession("s"), RequestTimeoutError);
    });

    test("with the reason of the signal, during the request, during a pause and before", async () => {
      const reason = new Error("no longer wanted");
      const { fetch, asked } = silence();
      const silent = new ZepClient("http://host", undefined, { ...QUICK, fetch });
      await assert.rejects(silent.memory.getSession("s", { signal: abortAfter(20, reason) }), reason);
      await assert.rejects(silent.memory.getSession("s", { signal: AbortSignal.abort(reason) }), reason);
      assert.equal(asked.length, 1);
      const busy = async () => new Response("", { status: 503, headers: { "Retry-After": "20" } });
      const patient = new ZepClient("http://host", undefined, { ...QUICK, fetch: busy });
      await assert.rejects(patient.memory.getSession("s", { signal: abortAfter(50, reason) }), reason);
    });

    test("with a ConnectionFailedError that names address and reason when nobody listens", async () => {
      const client = await clientOf([]);
      await stub.stop();
      const error = await rejection(client.memory.getSession("s"), ConnectionFailedError);
      assert.match(error.message, /Cannot reach the server: GET http:\/\/127\.0\.0\.1:\d+\/.* \(ECONNREFUSED\)/);
      assert.ok(error.cause instanceof Error);
      stub = await startStub();
    });
  });

  describe("for documents", () => {
    const documents = Array.from({ length: 1600 }, (_, index) => ({ content: `document ${index}` }));

    async function collectionOf(answers: Answer[]): Promise<DocumentCollection> {
      return new DocumentCollection(await clientOf(answers), { name: "c" });
    }

    test("say which ones were stored when a batch fails", async () => {
      const stored = JSON.stringify(Array.from({ length: 500 }, (_, index) => `uuid-${index}`));
      const collection = await collectionOf([{ body: stored }, { status: 400, body: "bad" }]);
      const error = await rejection(collection.addDocuments(documents), IncompleteBatchError);
      assert.ok(stub.received.every((request) => JSON.parse(request.body).length <= 500));
      assert.match(error.message, /Stored 500 of 1600 documents: .*bad/);
      assert.deepEqual([error.code, error.uuids.length], [400, 1600]);
      assert.equal(error.uuids.filter((uuid) => uuid !== undefined).length, 500);
      assert.ok(error.cause instanceof APIError);
    });

    test("fail with the server's own error when no batch was stored", async () => {
      const collection = await collectionOf([{ status: 404 }]);
      await rejection(collection.addDocuments(documents), NotFoundError);
    });

    test("stay below the server's limit of 5 MiB", async () => {
      const collection = await collectionOf([{ status: 400 }]);
      const large = documents.slice(0, 20).map(() => ({ content: "ü☃".repeat(100_000) }));
      await assert.rejects(collection.addDocuments(large));
      const sizes = stub.received.map((request) => Buffer.byteLength(request.body));
      assert.ok(sizes.length > 1 && sizes.every((size) => size > 1_000_000 && size < 5_242_880), String(sizes));
    });

    test("are waited for no longer than asked, with a RequestTimeoutError that counts them", async () => {
      let looks = 0;
      const fetch = async () => {
        looks += 1;
        return new Response('{"name":"c","document_count":3,"document_embedded_count":1}');
      };
      const collection = new DocumentCollection(new ZepClient("http://host", undefined, { fetch }), { name: "c" });
      const error = await rejection(collection.waitUntilReady({ waitSeconds: 0.5 }), RequestTimeoutError);
      assert.match(error.message, /Collection c has 1 of 3 documents embedded after 0\.5 s/);
      assert.ok(looks > 1);
      assert.equal(collection.status, "pending");
    });

    test("take no idempotency key from the caller, because they are several", async () => {
      const collection = await collectionOf([]);
      await rejection(collection.addDocuments([{ content: "x" }], { idempotencyKey: "k" }), ArgumentError);
    });
  });

  describe("of a list", () => {
    test("stop with an error instead of going round in circles", async () => {
      const client = await clientOf([{ body: `[${SESSION}]` }]);
      const walk = client.memory.listSessionsChunked(1);
      assert.equal((await walk.next()).value?.length, 1);
      await walk.next().then(
        () => assert.fail("the second chunk repeats the first"),
        (error) => assert.match(error.message, /Cannot continue the list after id 1/),
      );
    });
  });
});

/** A fetch that never answers, and the addresses it was asked for. */
function silence(): { fetch: typeof globalThis.fetch; asked: string[] } {
  const asked: string[] = [];
  const fetch = (input: string | URL | Request, init?: RequestInit) => {
    asked.push(String(input));
    return new Promise<Response>((_, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  };
  return { fetch, asked };
}

/** The pauses a client makes after these answers, without waiting for them. */
async function pausesOf(context: TestContext, answers: Answer[], options: ClientOptions): Promise<number[]> {
  const remaining = [...answers];
  const fetch = async () => {
    const { status = 200, headers = {} } = remaining.shift() ?? {};
    return new Response("{}", { status, headers });
  };
  const pauses: number[] = [];
  context.mock.method(globalThis, "setTimeout", (action: () => void, delay: number) => {
    pauses.push(delay);
    queueMicrotask(action);
  });
  await new ZepClient("http://host", undefined, { ...options, timeout: 0, fetch }).memory.getMemory("s");
  return pauses;
}

function abortAfter(milliseconds: number, reason: Error): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), milliseconds);
  return controller.signal;
}
