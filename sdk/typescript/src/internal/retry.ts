/** When a call is repeated, and after how long. Pure: time and chance come in as arguments. */

/** Answers which say "not now" rather than "no". */
const RETRIABLE_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

export interface RetryPolicy {
  maxRetries: number;
  /** Milliseconds before the first retry. */
  initialDelay: number;
  /** Milliseconds beyond which no pause goes. */
  maxDelay: number;
}

/** How an attempt ended; no status when no answer arrived. */
export interface Outcome {
  status?: number | undefined;
  /** Value of the `Retry-After` header. */
  retryAfter?: string | null | undefined;
  /** Whether the request carried an idempotency key. */
  keyed?: boolean | undefined;
}

/**
 * Milliseconds to pause before the next attempt, or `undefined` when the outcome is final.
 *
 * @param failures attempts made so far, the present one included
 * @param chance uniform in [0, 1)
 * @param now milliseconds since the epoch
 */
export function nextDelay(
  policy: RetryPolicy,
  outcome: Outcome,
  failures: number,
  chance: number,
  now: number,
): number | undefined {
  if (failures > policy.maxRetries) return undefined;
  if (!isPassing(outcome)) return undefined;
  const wished = parseRetryAfter(outcome.retryAfter, now);
  if (wished === undefined) return backOff(policy, failures, chance);
  // A server that asks for more patience than the caller has would refuse an earlier attempt as well.
  return wished <= policy.maxDelay ? wished : undefined;
}

/** A server may answer a request with a key 409 while its first sending is still at work; Holdfast lets it wait. */
function isPassing({ status, keyed }: Outcome): boolean {
  return status === undefined || RETRIABLE_STATUSES.has(status) || (status === 409 && keyed === true);
}

function backOff(policy: RetryPolicy, failures: number, chance: number): number {
  const full = Math.min(policy.maxDelay, policy.initialDelay * 2 ** (failures - 1));
  return full * (1 - chance / 2);
}

/** Milliseconds until the moment a `Retry-After` header names: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function parseRetryAfter(value: string | null | undefined, now: number): number | undefined {
  if (value === null || value === undefined || value.trim() === "") return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
