/** The client: an address, a key, and one object per resource. */

import { ArgumentError } from "./errors.js";
import { normaliseBaseUrl } from "./internal/base-url.js";
import { versionWarning } from "./internal/health.js";
import { Transport } from "./internal/transport.js";
import type { IMemory, Memory } from "./models/memory.js";
import type { IMemorySearchPayload, MemorySearchResult } from "./models/memory-search.js";
import type { Session, SessionInput } from "./models/session.js";
import type { ApiClient, ApiRequest, ApiResponse, ClientOptions, RequestOptions } from "./options.js";
import { ContextManager } from "./resources/context.js";
import { DocumentManager } from "./resources/document.js";
import { FactsManager } from "./resources/facts.js";
import { MemoryManager } from "./resources/memory.js";
import { MessageManager } from "./resources/message.js";
import { UserManager } from "./resources/user.js";

const API_PATH = "/api/v1";

const DEFAULTS = { timeout: 10_000, maxRetries: 3, retryDelay: 250, maxRetryDelay: 30_000 };

/** Milliseconds within which `/healthz` has to answer. */
const HEALTH_TIMEOUT = 5_000;

export class HoldfastClient implements ApiClient {
  /** Address of the server as given, without trailing slashes. */
  readonly baseURL: string;
  /** Sent with each call. Not enumerable, so that logging a client does not reveal its API key. */
  declare readonly headers: Record<string, string>;
  readonly memory: MemoryManager;
  readonly message: MessageManager;
  readonly user: UserManager;
  readonly document: DocumentManager;
  readonly facts: FactsManager;
  readonly context: ContextManager;

  readonly #transport: Transport;
  readonly #options: ClientOptions;

  /**
   * Makes a client without asking the server anything; {@link HoldfastClient.init} checks first that it is there.
   *
   * @param baseURL such as `http://localhost:8000`; a path in it is kept, so a server behind a proxy prefix works
   * @param apiKey the token made by `holdfast token`, when the server requires one
   * @throws ArgumentError when the base URL or an option cannot be used.
   */
  constructor(baseURL: string, apiKey?: string, options: ClientOptions = {}) {
    this.baseURL = normaliseBaseUrl(baseURL);
    const authorization: Record<string, string> = apiKey ? { Authorization: `Bearer ${apiKey}` } : {};
    Object.defineProperty(this, "headers", { value: { ...authorization, ...options.headers } });
    this.#options = options;
    this.#transport = new Transport({
      // Looked up per call, so that a fetch replaced later (by tests or instrumentation) is used.
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      timeout: setting(options, "timeout"),
      retry: {
        maxRetries: setting(options, "maxRetries"),
        initialDelay: setting(options, "retryDelay"),
        maxDelay: setting(options, "maxRetryDelay"),
      },
    });
    this.memory = new MemoryManager(this);
    this.message = new MessageManager(this);
    this.user = new UserManager(this);
    this.document = new DocumentManager(this);
    this.facts = new FactsManager(this);
    this.context = new ContextManager(this);
  }

  /**
   * Makes a client and checks that the server answers and is not too old; the options switch either check off.
   *
   * @throws ConnectionFailedError when there is no server; APIError when what answers is none.
   */
  static async init(baseURL: string, apiKey?: string, options: ClientOptions = {}): Promise<HoldfastClient> {
    const client = new HoldfastClient(baseURL, apiKey, options);
    if (options.healthCheck ?? true) await client.checkHealth();
    return client;
  }

  /** Asks the server for a sign of life, and warns when its version is too old. */
  async checkHealth(options: RequestOptions = {}): Promise<void> {
    const request: ApiRequest = {
      method: "GET",
      path: "/healthz",
      notFoundMessage: `No memory server at ${this.baseURL}`,
    };
    const { timeout = HEALTH_TIMEOUT } = options;
    const response = await this.#transport.send(`${this.baseURL}/healthz`, request, this.headers, {
      ...options,
      timeout,
    });
    if (!(this.#options.versionCheck ?? true)) return;
    const warning = versionWarning(response.headers.get("X-Zep-Version"));
    if (warning !== undefined) (this.#options.logger ?? console).warn(warning);
  }

  /** Address of an endpoint below `/api/v1`; ids in it must be percent-encoded. */
  getFullUrl(endpoint: string): string {
    return `${this.baseURL}${API_PATH}/${endpoint.replace(/^\/+/, "")}`;
  }

  /**
   * Sends any request to the API, with the retries and errors of all other methods: for routes that have no method of
   * their own.
   */
  request(request: ApiRequest, options: RequestOptions = {}): Promise<ApiResponse> {
    return this.#transport.send(this.getFullUrl(request.path), request, this.headers, options);
  }

  /** @deprecated Call `client.memory.getSession`. */
  getSession(sessionId: string): Promise<Session> {
    return this.memory.getSession(sessionId);
  }

  /** @deprecated Call `client.memory.addSession`. */
  addSession(session: SessionInput): Promise<Session> {
    return this.memory.addSession(session);
  }

  /** @deprecated Call `client.memory.getMemory`. */
  getMemory(sessionId: string, lastn?: number): Promise<Memory | null> {
    return this.memory.getMemory(sessionId, lastn);
  }

  /** @deprecated Call `client.memory.addMemory`. */
  addMemory(sessionId: string, memory: Memory | IMemory): Promise<string> {
    return this.memory.addMemory(sessionId, memory);
  }

  /** @deprecated Call `client.memory.deleteMemory`. */
  deleteMemory(sessionId: string): Promise<string> {
    return this.memory.deleteMemory(sessionId);
  }

  /** @deprecated Call `client.memory.searchMemory`. */
  searchMemory(sessionId: string, payload: IMemorySearchPayload, limit?: number): Promise<MemorySearchResult[]> {
    return this.memory.searchMemory(sessionId, payload, limit);
  }
}

function setting(options: ClientOptions, name: keyof typeof DEFAULTS): number {
  const value = options[name] ?? DEFAULTS[name];
  if (!(value >= 0)) throw new ArgumentError(`${name} must not be negative, but is ${value}`);
  return value;
}
