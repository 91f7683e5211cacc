/** Small additions to node:assert. */

import assert from "node:assert/strict";

/** Asserts that the promise rejects with an error of the class, and returns it. */
export async function rejection<E extends Error>(
  promise: Promise<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: any constructor will do
  type: abstract new (...args: any[]) => E,
): Promise<E> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  assert.ok("error" in outcome, "the promise was expected to reject");
  assert.ok(outcome.error instanceof type, `expected ${type.name}, got ${outcome.error}`);
  return outcome.error as E;
}

/** The items of all chunks. */
export async function collect<T>(chunks: AsyncIterable<T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const chunk of chunks) items.push(...chunk);
  return items;
}
