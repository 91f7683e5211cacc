/** Sends a request as often as it takes, and turns refusals into errors. */

import { ArgumentError, ConnectionFailedError } from "../errors.js";
import type { ApiRequest, ApiResponse, RequestOptions } from "../options.js";
import { errorFor, isSuccess } from "./answer.js";
import { type Attempt, attempt } from "./attempt.js";
import { newUuid } from "./random.js";
import { nextDelay, type Outcome, type RetryPolicy } from "./retry.js";
import { sleep } from "./sleep.js";

export interface TransportSettings {
  fetch: typeof globalThis.fetch;
  timeout: number;
  retry: RetryPolicy;
}

/** A request with everything it needs to be sent more than once. */
interface Call extends Attempt {
  method: string;
  keyed: boolean;
  notFoundMessage: string | undefined;
  retry: RetryPolicy;
}

export class Transport {
  readonly #settings: TransportSettings;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  /**
   * @param url address without query
   * @param headers of the client; those of the options win
   */
  async send(
    url: string,
    request: ApiRequest,
    headers: Record<string, string>,
    options: RequestOptions,
  ): Promise<ApiResponse> {
    const call = this.#prepare(url, request, headers, options);
    let answerLost = false;
    for (let failures = 1; ; failures += 1) {
      const outcome = await tryOnce(call);
      const delay = nextDelay(call.retry, describe(outcome, call), failures, Math.random(), Date.now());
      if (delay === undefined) return settle(call, outcome, answerLost);
      answerLost ||= isAnswerLost(outcome);
      await sleep(delay, call.signal);
    }
  }

  #prepare(url: string, request: ApiRequest, headers: Record<string, string>, options: RequestOptions): Call {
    const { fetch, timeout, retry } = this.#settings;
    const body = request.bodyText ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    const keyed = request.method === "POST" && !request.readOnly;
    const own = { ...bodyHeaders(body), ...(keyed ? keyHeaders(options) : {}) };
    const init: RequestInit = {
      method: request.method,
      headers: checkHeaders({ ...headers, ...own, ...options.headers }),
      // Followed, a redirected POST would silently become a GET.
      redirect: "manual",
    };
    if (body !== undefined) init.body = body;
    return {
      fetch,
      init,
      url: url + queryString(request),
      method: request.method,
      keyed,
      timeout: options.timeout ?? timeout,
      signal: options.signal,
      notFoundMessage: request.notFoundMessage,
      retry: { ...retry, maxRetries: options.maxRetries ?? retry.maxRetries },
    };
  }
}

function bodyHeaders(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { "Content-Type": "application/json" };
}

function keyHeaders(options: RequestOptions): Record<string, string> {
  return { "Idempotency-Key": options.idempotencyKey || newUuid() };
}

/** Refuses values that no HTTP message can carry, without repeating them: one may be the API key. */
function checkHeaders(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value.trim())) {
      throw new ArgumentError(`The header ${name} holds characters that HTTP does not allow`);
    }
  }
  return headers;
}

function queryString(request: ApiRequest): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

async function tryOnce(call: Call): Promise<ApiResponse | ConnectionFailedError> {
  try {
    return await attempt(call);
  } catch (error) {
    if (error instanceof ConnectionFailedError) return error;
    throw error;
  }
}

function describe(outcome: ApiResponse | ConnectionFailedError, { keyed }: Call): Outcome {
  if (outcome instanceof ConnectionFailedError) return {};
  return { status: outcome.status, retryAfter: outcome.headers.get("Retry-After"), keyed };
}

/** Whether the server may have done what it was asked to, although nobody heard of it. */
function isAnswerLost(outcome: ApiResponse | ConnectionFailedError): boolean {
  return outcome instanceof ConnectionFailedError || outcome.status === 502 || outcome.status === 504;
}

function settle(call: Call, outcome: ApiResponse | ConnectionFailedError, answerLost: boolean): ApiResponse {
  if (outcome instanceof ConnectionFailedError) throw outcome;
  if (isSuccess(outcome)) return outcome;
  // The attempt whose answer was lost may have deleted it; what the caller wants is the case either way.
  if (answerLost && call.method === "DELETE" && outcome.status === 404) return { ...outcome, status: 200, text: "OK" };
  throw errorFor(outcome, { method: call.method, url: call.url, notFoundMessage: call.notFoundMessage });
}
