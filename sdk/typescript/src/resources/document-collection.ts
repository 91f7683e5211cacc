/** A collection that can be filled and searched. */

import { ArgumentError, IncompleteBatchError, RequestTimeoutError } from "../errors.js";
import { readArray, readObject, unexpected } from "../internal/answer.js";
import { runInBatches } from "../internal/batches.js";
import { present } from "../internal/fields.js";
import { path } from "../internal/path.js";
import { sleep } from "../internal/sleep.js";
import { Document, type IDocument } from "../models/document.js";
import { DocumentCollectionModel, type IDocumentCollectionModel } from "../models/document-collection.js";
import type { Metadata } from "../models/metadata.js";
import type { ApiClient, ApiRequest, ApiResponse, RequestOptions } from "../options.js";

/** Smaller collections are searched exactly and need no index. */
const MIN_DOCS_TO_INDEX = 10_000;

/** Milliseconds between looks at a collection that is not ready, doubling from the first to the longest. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1_000;

export interface IUpdateDocumentParams {
  uuid: string;
  documentId?: string | undefined;
  /** Replaces the stored metadata. */
  metadata?: Metadata | undefined;
}

/** At least one of `text`, `embedding` and `metadata`, but not both of the first two. */
export interface ISearchQuery {
  text?: string | undefined;
  /** A filter: `{ where: { jsonpath: '$ ? (@.topic == "food")' } }`. */
  metadata?: Metadata | undefined;
  embedding?: Float32Array | number[] | undefined;
  searchType?: "similarity" | "mmr" | undefined;
  mmrLambda?: number | undefined;
}

export interface WaitOptions extends RequestOptions {
  /** How long to wait at most; 60 when absent. */
  waitSeconds?: number | undefined;
}

export class DocumentCollection extends DocumentCollectionModel {
  readonly #client: ApiClient;

  constructor(client: ApiClient, params: IDocumentCollectionModel) {
    super(params);
    this.#client = client;
  }

  /** `ready` when there are documents and all of them are embedded, as far as known when this object was fetched. */
  get status(): "ready" | "pending" {
    const { document_count: count, document_embedded_count: embedded } = this;
    return count && count === embedded ? "ready" : "pending";
  }

  /**
   * Waits until all documents of the collection are embedded, so that searches find them, and renews the counts of this
   * object on the way.
   *
   * @throws RequestTimeoutError when that takes too long.
   */
  async waitUntilReady(options: WaitOptions = {}): Promise<void> {
    const { waitSeconds = 60, ...rest } = options;
    const deadline = Date.now() + waitSeconds * 1000;
    for (let pause = FIRST_PAUSE; !(await this.#isEmbedded(rest)); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      if (Date.now() + pause > deadline) throw this.#notReady(waitSeconds);
      await sleep(pause, options.signal);
    }
  }

  /**
   * Stores the documents, in batches small enough for the server.
   *
   * @returns their UUIDs in the order of the documents
   * @throws IncompleteBatchError when some batches were stored and others not; otherwise the error of the first batch.
   */
  async addDocuments(documents: readonly IDocument[], options?: RequestOptions): Promise<string[]> {
    if (documents.length === 0) throw new ArgumentError("No documents provided");
    if (options?.idempotencyKey !== undefined) {
      throw new ArgumentError("idempotencyKey cannot be given to addDocuments, which sends several requests");
    }
    const texts = documents.map((document) => JSON.stringify(toWire(document)));
    const { results, error, failed } = await runInBatches(texts, (batch, count) =>
      this.#addBatch(batch, count, options),
    );
    if (!failed) return results as string[];
    if (results.every((uuid) => uuid === undefined)) throw error;
    throw new IncompleteBatchError(results, error);
  }

  /** @throws NotFoundError when the collection has no such document. */
  async updateDocument(params: IUpdateDocumentParams, options?: RequestOptions): Promise<void> {
    const { uuid, documentId, metadata } = params;
    const body = present({ document_id: documentId, metadata });
    await this.#send({ method: "PATCH", path: this.#documentPath(uuid), body }, uuid, options);
  }

  /** @throws NotFoundError when the collection never had such a document. */
  async deleteDocument(uuid: string, options?: RequestOptions): Promise<void> {
    await this.#send({ method: "DELETE", path: this.#documentPath(uuid) }, uuid, options);
  }

  /** @throws NotFoundError when the collection has no such document. */
  async getDocument(uuid: string, options?: RequestOptions): Promise<Document> {
    const response = await this.#send({ method: "GET", path: this.#documentPath(uuid) }, uuid, options);
    return readDocument(readObject<IDocument>(response), response);
  }

  /**
   * The documents that exist among the given ones.
   *
   * @throws NotFoundError when none does.
   */
  async getDocuments(uuids: readonly string[], options?: RequestOptions): Promise<Document[]> {
    if (uuids.length === 0) throw new ArgumentError("No uuids provided");
    const url = path`/collection/${{ name: this.name }}/document/list/get`;
    const request: ApiRequest = { method: "POST", path: url, body: { uuids }, readOnly: true };
    const response = await this.#client.request(
      { ...request, notFoundMessage: "None of the documents exists" },
      options,
    );
    return readArray<IDocument>(response).map((document) => readDocument(document, response));
  }

  /**
   * The best documents first, and the vector the query was turned into (empty when only metadata was asked for).
   *
   * @param limit how many documents at most; 20 when absent
   * @throws NotFoundError when there is no such collection.
   */
  async searchReturnQueryVector(
    query: ISearchQuery,
    limit?: number,
    options?: RequestOptions,
  ): Promise<[Document[], Float32Array]> {
    const request: ApiRequest = {
      method: "POST",
      path: path`/collection/${{ name: this.name }}/search`,
      query: { limit: limit || undefined },
      body: searchBody(query),
      readOnly: true,
      notFoundMessage: `No collection found for name ${this.name}`,
    };
    const response = await this.#client.request(request, options);
    return readSearchPage(response);
  }

  /** As {@link searchReturnQueryVector}, without the vector. */
  async search(query: ISearchQuery, limit?: number, options?: RequestOptions): Promise<Document[]> {
    const [documents] = await this.searchReturnQueryVector(query, limit, options);
    return documents;
  }

  /**
   * Asks the server to build an index.
   *
   * @param force also for a collection so small that an index brings nothing
   */
  async createIndex(force = false, options?: RequestOptions): Promise<void> {
    if (!force && this.document_count && this.document_count < MIN_DOCS_TO_INDEX) {
      throw new ArgumentError(
        `Collection must have at least ${MIN_DOCS_TO_INDEX} documents to index. Use force=true to override.`,
      );
    }
    const url = path`/collection/${{ name: this.name }}/index/create`;
    const notFoundMessage = `No collection found for name ${this.name}`;
    await this.#client.request(
      { method: "POST", path: url, query: { force: force || undefined }, notFoundMessage },
      options,
    );
  }

  async #isEmbedded(options: RequestOptions): Promise<boolean> {
    const notFoundMessage = `No collection found for name ${this.name}`;
    const url = path`/collection/${{ name: this.name }}`;
    const response = await this.#client.request({ method: "GET", path: url, notFoundMessage }, options);
    const { document_count: count, document_embedded_count: embedded } = readObject<IDocumentCollectionModel>(response);
    this.document_count = count;
    this.document_embedded_count = embedded;
    return count === embedded;
  }

  #notReady(waitSeconds: number): RequestTimeoutError {
    const { name, document_count: count, document_embedded_count: embedded } = this;
    return new RequestTimeoutError(
      `Collection ${name} has ${embedded} of ${count} documents embedded after ${waitSeconds} s`,
    );
  }

  async #addBatch(batch: string, count: number, options: RequestOptions | undefined): Promise<string[]> {
    const url = path`/collection/${{ name: this.name }}/document`;
    const notFoundMessage = `No collection found for name ${this.name}`;
    const request: ApiRequest = { method: "POST", path: url, bodyText: batch, notFoundMessage };
    const response = await this.#client.request(request, options);
    const uuids = readArray<string>(response);
    if (uuids.length !== count) throw unexpected(response, `an array of ${count} UUIDs`);
    return uuids;
  }

  #documentPath(uuid: string): string {
    return path`/collection/${{ name: this.name }}/document/uuid/${{ uuid }}`;
  }

  #send(request: ApiRequest, uuid: string, options: RequestOptions | undefined): Promise<ApiResponse> {
    const notFoundMessage = `No document ${uuid} found in collection ${this.name}`;
    return this.#client.request({ ...request, notFoundMessage }, options);
  }
}

function toWire(document: IDocument): object {
  const { document_id, content, metadata, embedding } = document;
  return present({ document_id, content, metadata, embedding: toNumbers(embedding) });
}

function toNumbers(vector: Float32Array | readonly number[] | undefined): number[] | undefined {
  return vector === undefined || vector === null ? undefined : Array.from(vector);
}

function searchBody(query: ISearchQuery): object {
  const { text, metadata, embedding, searchType, mmrLambda } = query;
  const filtered = metadata !== undefined && Object.keys(metadata).length > 0;
  if (!text && !embedding?.length && !filtered) {
    throw new ArgumentError("Search query must have at least one of text, embedding, or metadata");
  }
  return present({ text, metadata, embedding: toNumbers(embedding), search_type: searchType, mmr_lambda: mmrLambda });
}

interface SearchPage {
  results?: IDocument[];
  query_vector?: number[] | null;
}

function readSearchPage(response: ApiResponse): [Document[], Float32Array] {
  const { results, query_vector: vector } = readObject<SearchPage>(response);
  if (!Array.isArray(results)) throw unexpected(response, 'an object with the array "results"');
  return [results.map((document) => readDocument(document, response)), new Float32Array(vector ?? [])];
}

function readDocument(document: IDocument, response: ApiResponse): Document {
  if (typeof document?.content !== "string" || typeof document.uuid !== "string") {
    throw unexpected(response, "a document with content and uuid");
  }
  return new Document(document);
}
