/** Making a client: address, health, version. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import {
  APIError,
  ArgumentError,
  ConnectionFailedError,
  HoldfastClient,
  NotFoundError,
  ZepClient,
} from "holdfast-client";
import { rejection } from "./support/assertions.js";
import { type Answer, type Stub, startStub } from "./support/stub.js";

describe("a client", () => {
  let stub: Stub;
  let warnings: string[];
  const logger = { warn: (message: string) => void warnings.push(message) };

  beforeEach(() => {
    warnings = [];
  });
  afterEach(() => stub?.stop());

  async function initAgainst(answer: Answer, options = {}): Promise<HoldfastClient> {
    stub = await startStub(answer);
    return HoldfastClient.init(`${stub.url}/prefix/`, "key", { logger, retryDelay: 1, ...options });
  }

  function announcing(version: string): Answer {
    return { body: ".", headers: { "X-Zep-Version": version } };
  }

  test("has two names", () => {
    assert.equal(ZepClient, HoldfastClient);
  });

  test("asks for the server's health, with its key, below the path of the base URL", async () => {
    await initAgainst(announcing("0.27.2-abc (2025-02-03T10:11:12Z)"));
    assert.deepEqual(
      [stub.received[0]?.url, stub.received[0]?.headers.authorization],
      ["/prefix/healthz", "Bearer key"],
    );
    assert.deepEqual(warnings, []);
  });

  for (const version of ["0.21.0-a (b)", "0.21.0", "1.0.0-rc (x)", "0.100.0-x", "dev-abc (now)"]) {
    test(`accepts a server that announces ${version}`, async () => {
      await initAgainst(announcing(version));
      assert.deepEqual(warnings, []);
    });
  }

  for (const version of ["0.20.9-a (b)", "nonsense", "0.2-a", ""]) {
    test(`warns about a server that announces "${version}"`, async () => {
      await initAgainst(announcing(version));
      assert.match(warnings.join(), /needs 0\.21\.0 or later/);
    });
  }

  test("does not look at the version when told so", async () => {
    await initAgainst(announcing("0.1.0"), { versionCheck: false });
    assert.deepEqual([stub.received.length, warnings], [1, []]);
  });

  test("asks nothing when told so, and not from its constructor", async () => {
    await initAgainst({}, { healthCheck: false });
    new ZepClient(stub.url);
    assert.equal(stub.received.length, 0);
  });

  test("is not made when the server is unwell, somewhere else, or away", async () => {
    await rejection(initAgainst({ status: 500 }), APIError);
    await stub.stop();
    const error = await rejection(initAgainst({ status: 404 }), NotFoundError);
    assert.match(error.message, /No memory server at http/);
    await stub.stop();
    await rejection(HoldfastClient.init(stub.url, undefined, { retryDelay: 1 }), ConnectionFailedError);
    stub = await startStub();
  });

  test("refuses addresses and options that cannot work, saying why", () => {
    const addresses: Array<[string, RegExp]> = [
      ["", /absolute URL/],
      ["localhost:8000", /begin with http/],
      ["/relative", /absolute URL/],
      ["ftp://host", /begin with http/],
      ["http://user:secret@host", /must not contain a user name/],
      ["http://host/?a=1", /query or fragment/],
    ];
    for (const [address, reason] of addresses) assert.throws(() => new ZepClient(address), reason);
    assert.throws(() => new ZepClient("http://host", undefined, { timeout: -1 }), ArgumentError);
    assert.throws(() => new ZepClient("http://host", undefined, { maxRetries: Number.NaN }), ArgumentError);
  });

  test("never shows a password that was put into the address", () => {
    assert.throws(
      () => new ZepClient("http://user:secret@host"),
      (error: Error) => !error.message.includes("secret"),
    );
  });

  test("uses the fetch it is given", async () => {
    const asked: string[] = [];
    const fetch = async (input: string | URL | Request) => {
      asked.push(String(input));
      return new Response("[]");
    };
    await new ZepClient("https://host/base", undefined, { fetch }).memory.listSessions(5, 7);
    assert.deepEqual(asked, ["https://host/base/api/v1/sessions?limit=5&cursor=7"]);
  });

  test("keeps the old methods of its own as a way to the new ones", async () => {
    stub = await startStub({ body: '{"messages":[],"summary":null}' });
    const client = new ZepClient(stub.url);
    assert.deepEqual((await client.getMemory("s", 3))?.messages, []);
    assert.equal(stub.received[0]?.url, "/api/v1/sessions/s/memory?lastn=3");
  });
});
