/** Paths with ids in them. An id never leaves its segment, whatever characters it is made of. */

import { ArgumentError } from "../errors.js";

/**
 * Builds a path from a template whose values are objects of one entry, `{ name: id }`, so that errors can name the argument:
 *
 *     path`/sessions/${{ sessionId }}/memory`
 */
export function path(literals: TemplateStringsArray, ...values: ReadonlyArray<Record<string, string>>): string {
  return String.raw({ raw: literals }, ...values.map(encodeEntry));
}

/** Throws unless the id can be addressed in a URL. */
export function requireId(name: string, id: unknown): asserts id is string {
  if (typeof id !== "string" || id.trim() === "") {
    throw new ArgumentError(`${name} must be provided`);
  }
  // A URL parser resolves these segments even when they are percent-encoded, so no request could ever reach them.
  if (id === "." || id === "..") {
    throw new ArgumentError(`${name} must not be "${id}", which cannot be part of a URL`);
  }
}

function encodeEntry(entry: Record<string, string>): string {
  const [name, id] = Object.entries(entry)[0] ?? ["id", ""];
  requireId(name, id);
  // The server stores an unpaired surrogate as U+FFFD too, and encodeURIComponent would throw on it.
  return encodeURIComponent(id.replace(/\p{Surrogate}/gu, "\uFFFD"));
}
