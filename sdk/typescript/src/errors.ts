/**
 * What can go wrong, as a tree:
 *
 *     ZepError (also exported as HoldfastError)
 *     ├── ArgumentError                a call that cannot be sent as it is; nothing left the machine
 *     ├── NotFoundError                404: what the call names does not exist
 *     ├── AuthenticationError          401: the API key is missing, wrong or expired
 *     └── APIError                     every other refusal, and answers that make no sense
 *         ├── ConnectionFailedError    no answer: server down, wrong address, connection cut
 *         │   └── RequestTimeoutError  no answer in time
 *         └── IncompleteBatchError     some batches of documents were stored and others were not
 *
 * A call that was aborted through its `AbortSignal` rejects with the signal's reason, as `fetch` does.
 */

const BRAND = Symbol.for("holdfast-client.error");

type Branded = { [BRAND]?: readonly string[] };

/** Names of an error class and of its ancestors, nearest first. */
function lineage(start: typeof ZepError): string[] {
  const names: string[] = [];
  let current: unknown = start;
  while (typeof current === "function" && "errorName" in current) {
    if (Object.hasOwn(current, "errorName")) names.push(String(current.errorName));
    current = Object.getPrototypeOf(current);
  }
  return names;
}

/** Base of everything this client throws on its own account. */
export class ZepError extends Error {
  /** The value of `name`; written out because minifiers rename classes. */
  static readonly errorName: string = "ZepError";

  /** HTTP status, when the server answered. */
  declare code?: number | undefined;

  /** Body of the answer, when there was one. */
  // biome-ignore lint/suspicious/noExplicitAny: applications read it without narrowing
  declare responseData?: any;

  constructor(message: string, code?: number, responseData?: unknown, options?: { cause?: unknown }) {
    super(message, options);
    const names = lineage(new.target);
    Object.defineProperty(this, "name", { value: names[0], configurable: true, writable: true });
    Object.defineProperty(this, BRAND, { value: names });
    if (code !== undefined) this.code = code;
    if (responseData !== undefined) this.responseData = responseData;
  }

  /**
   * `instanceof` looks for a brand and not only for the prototype, because one application can hold two copies of this
   * package (ES module and CommonJS, or two bundles), and an error of one copy must be caught by the other.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    const names = Object.hasOwn(this, "errorName") ? (value as Branded | null | undefined)?.[BRAND] : undefined;
    return names?.includes(this.errorName) ?? Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

/** An argument that can never succeed, such as an empty id. Nothing was sent. */
export class ArgumentError extends ZepError {
  static override readonly errorName: string = "ArgumentError";
}

/** The session, message, user, collection or document of the call does not exist (404). */
export class NotFoundError extends ZepError {
  static override readonly errorName: string = "NotFoundError";
}

/** The server wants a valid API key and did not get one (401). */
export class AuthenticationError extends ZepError {
  static override readonly errorName: string = "AuthenticationError";
}

/** The server refused the call, failed, or answered something that is not what its contract says. */
export class APIError extends ZepError {
  static override readonly errorName: string = "APIError";
}

/** No answer arrived, after all retries. `cause` holds what the runtime said. */
export class ConnectionFailedError extends APIError {
  static override readonly errorName: string = "ConnectionFailedError";
}

/** No answer arrived within the time limit, after all retries. */
export class RequestTimeoutError extends ConnectionFailedError {
  static override readonly errorName: string = "RequestTimeoutError";
}

/** Documents are sent in batches; at least one batch was stored and at least one was not. `cause` says why. */
export class IncompleteBatchError extends APIError {
  static override readonly errorName: string = "IncompleteBatchError";

  /** One entry per given document, in its order: the UUID it was stored under, or `undefined` if it was not stored. */
  readonly uuids: ReadonlyArray<string | undefined>;

  constructor(uuids: ReadonlyArray<string | undefined>, cause: unknown) {
    const stored = uuids.filter((uuid) => uuid !== undefined).length;
    const first = cause instanceof ZepError ? cause : undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Stored ${stored} of ${uuids.length} documents: ${reason}`, first?.code, first?.responseData, { cause });
    this.uuids = uuids;
  }
}
