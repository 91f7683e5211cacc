/** What the types add, and what they refuse. */

import {
  type ClientOptions,
  HoldfastClient,
  IncompleteBatchError,
  type RequestOptions,
  Session,
  type ZepClient,
} from "holdfast-client";
import { expectType } from "./expect.js";

const client = new HoldfastClient("http://localhost:8000", undefined, {
  timeout: 1000,
  maxRetries: 0,
  versionCheck: false,
});

expectType<ZepClient>()(client);
expectType<"ready" | "pending">()((await client.document.getCollection("c")).status);
expectType<ReadonlyArray<string | undefined>>()(new IncompleteBatchError([], null).uuids);
expectType<string | undefined>()((await client.user.searchMemory("u", { text: "x" }))[0]?.session_id);

export const call: RequestOptions = {
  signal: new AbortController().signal,
  timeout: 5,
  maxRetries: 1,
  headers: {},
  idempotencyKey: "k",
};
await client.memory.addMemory("s", { messages: [] }, { ...call, wait: true, keepTimestamps: true });
await client.user.list(undefined, undefined, call);

// A session needs nothing but its id.
export const session = new Session({ session_id: "s" });

// @ts-expect-error a session needs its id
new Session({ metadata: {} });
// @ts-expect-error a message needs its content
await client.memory.addMemory("s", { messages: [{ role: "human" }] });
// @ts-expect-error there is no such scope
await client.memory.searchMemory("s", { text: "x", search_scope: "everything" });
// @ts-expect-error wait belongs to addMemory
await client.memory.getMemory("s", 1, { wait: true });
// @ts-expect-error ids are strings
await client.memory.getSession(17);
// @ts-expect-error the dimension of a collection must be chosen
await client.document.addCollection({ name: "c" });
// @ts-expect-error times are numbers of milliseconds
export const options: ClientOptions = { timeout: "10s" };
// @ts-expect-error the address of a client does not change
client.baseURL = "http://elsewhere";
