/** What a caller can set, per client and per call, and the low-level request that every method is made of. */

/** Settings of one call; each falls back to the client's. */
export interface RequestOptions {
  /** Cancels the call and its retries; the promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt, from sending to the last byte of the answer; `0` waits for ever. */
  timeout?: number | undefined;
  /** Attempts after the first one; `0` never repeats. */
  maxRetries?: number | undefined;
  /** Headers on top of the client's. */
  headers?: Record<string, string> | undefined;
  /**
   * Key under which the server remembers a POST for a day, so that a repetition stores nothing twice. Chosen freshly per
   * call when absent; give your own to repeat a call safely from another process.
   */
  idempotencyKey?: string | undefined;
}

/** Settings of a client. */
export interface ClientOptions {
  /** As in {@link RequestOptions}; 10 000 ms when absent. */
  timeout?: number | undefined;
  /** As in {@link RequestOptions}; 3 when absent. */
  maxRetries?: number | undefined;
  /** Milliseconds before the first retry, doubled for each further one and shortened at random by up to half; 250 when absent. */
  retryDelay?: number | undefined;
  /** Longest pause between attempts, in milliseconds, also when the server asks for more with `Retry-After`; 30 000 when absent. */
  maxRetryDelay?: number | undefined;
  /** Headers sent with each call. */
  headers?: Record<string, string> | undefined;
  /** Stands in for the runtime's `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Whether `init` asks `/healthz` before it hands out the client; true when absent. */
  healthCheck?: boolean | undefined;
  /** Whether `init` warns about a server that is too old; true when absent. Needs the health check. */
  versionCheck?: boolean | undefined;
  /** Where warnings go; the console when absent. */
  logger?: { warn(message: string): void } | undefined;
}

/** One HTTP request to the API. */
export interface ApiRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below `/api/v1`, beginning with `/`, every id in it percent-encoded. */
  path: string;
  /** Parameters; those that are `undefined` are left out. */
  query?: Record<string, string | number | boolean | undefined> | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** The body as JSON text, for callers that have it already; instead of `body`. */
  bodyText?: string | undefined;
  /** A POST that only reads, such as a search, can be repeated without an idempotency key. */
  readOnly?: boolean | undefined;
  /** Message of the `NotFoundError` for a 404. */
  notFoundMessage?: string | undefined;
}

/** A successful answer. */
export interface ApiResponse {
  status: number;
  headers: Headers;
  /** The body as text. */
  text: string;
}

/** The part of the client that resources use. */
export interface ApiClient {
  readonly baseURL: string;
  readonly headers: Record<string, string>;
  getFullUrl(endpoint: string): string;
  request(request: ApiRequest, options?: RequestOptions): Promise<ApiResponse>;
}
