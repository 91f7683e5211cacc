/** Copying between the wire's objects, which say `null`, and ours, which leave out. */

/** A shallow copy without the keys whose value is null or undefined. */
export function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined)) as T;
}

/** Times travel as RFC 3339 text. */
export function toDate(value: Date | string | undefined): Date | undefined {
  return value === undefined ? undefined : new Date(value);
}

/** Vectors are handed out as 32-bit floats. */
export function toVector(value: Float32Array | readonly number[] | undefined): Float32Array | undefined {
  if (value === undefined || value instanceof Float32Array) return value;
  return new Float32Array(value);
}
