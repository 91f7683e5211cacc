/** One request and its answer, within a time limit and until the caller aborts. */

import { ConnectionFailedError, RequestTimeoutError } from "../errors.js";
import type { ApiResponse } from "../options.js";

export interface Attempt {
  fetch: typeof globalThis.fetch;
  url: string;
  init: RequestInit;
  /** Milliseconds; 0 for none. */
  timeout: number;
  signal: AbortSignal | undefined;
}

/**
 * Sends the request and reads the whole answer, whatever its status.
 *
 * @throws ConnectionFailedError or RequestTimeoutError when no complete answer arrived; the signal's reason when it was aborted.
 */
export async function attempt(call: Attempt): Promise<ApiResponse> {
  call.signal?.throwIfAborted();
  const controller = new AbortController();
  const forward = () => controller.abort(call.signal?.reason);
  call.signal?.addEventListener("abort", forward, { once: true });
  const timer = call.timeout > 0 ? setTimeout(() => controller.abort(), call.timeout) : undefined;
  try {
    return await exchange(call, controller.signal);
  } catch (cause) {
    call.signal?.throwIfAborted();
    throw controller.signal.aborted ? timeoutError(call, cause) : connectionError(call, cause);
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", forward);
  }
}

async function exchange(call: Attempt, signal: AbortSignal): Promise<ApiResponse> {
  // Called as a plain function: browsers refuse their fetch with another `this`.
  const { fetch } = call;
  const response = await fetch(call.url, { ...call.init, signal });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function timeoutError(call: Attempt, cause: unknown): RequestTimeoutError {
  const message = `No answer to ${call.init.method} ${call.url} within ${call.timeout} ms`;
  return new RequestTimeoutError(message, undefined, undefined, { cause });
}

function connectionError(call: Attempt, cause: unknown): ConnectionFailedError {
  const message = `Cannot reach the server: ${call.init.method} ${call.url} failed (${reasonOf(cause)}). `;
  const advice = "Check that the server is running and that the base URL is right.";
  return new ConnectionFailedError(message + advice, undefined, undefined, { cause });
}

/** Node puts what really happened into the cause of a `TypeError: fetch failed`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { code?: unknown; message?: unknown } | undefined;
  return String(cause?.code || cause?.message || error.message);
}
