/** `client.document`: collections of documents. */

import { ArgumentError } from "../errors.js";
import { readArray, readObject } from "../internal/answer.js";
import { present } from "../internal/fields.js";
import { path } from "../internal/path.js";
import type { IDocumentCollectionModel } from "../models/document-collection.js";
import type { Metadata } from "../models/metadata.js";
import type { ApiClient, RequestOptions } from "../options.js";
import { DocumentCollection } from "./document-collection.js";

export interface IAddCollectionParams {
  /** Letters and digits, 3 to 40 of them; the server stores them in lower case. */
  name: string;
  /** Length of the vectors, 8 to 2000. */
  embeddingDimensions: number;
  description?: string | undefined;
  metadata?: Metadata | undefined;
  /** Whether the server embeds the documents; true when absent. */
  isAutoEmbedded?: boolean | undefined;
}

export interface IUpdateCollectionParams {
  name: string;
  description?: string | undefined;
  /** Replaces the stored metadata. */
  metadata?: Metadata | undefined;
}

export class DocumentManager {
  readonly client: ApiClient;

  constructor(client: ApiClient) {
    this.client = client;
  }

  /** @throws APIError with code 400 when the name is taken or not allowed. */
  async addCollection(params: IAddCollectionParams, options?: RequestOptions): Promise<DocumentCollection> {
    const { name, embeddingDimensions, description, metadata, isAutoEmbedded = true } = params;
    if (!Number.isInteger(embeddingDimensions) || embeddingDimensions <= 0) {
      throw new ArgumentError(`embeddingDimensions must be a positive integer, not ${embeddingDimensions}`);
    }
    const body = present({
      name,
      description,
      metadata,
      embedding_dimensions: embeddingDimensions,
      is_auto_embedded: isAutoEmbedded,
    });
    await this.client.request({ method: "POST", path: path`/collection/${{ name }}`, body }, options);
    return this.getCollection(name, withoutKey(options));
  }

  /** @throws NotFoundError when there is no such collection. */
  async getCollection(name: string, options?: RequestOptions): Promise<DocumentCollection> {
    const notFoundMessage = `No collection found for name ${name}`;
    const response = await this.client.request(
      { method: "GET", path: path`/collection/${{ name }}`, notFoundMessage },
      options,
    );
    return new DocumentCollection(this.client, readObject<IDocumentCollectionModel>(response));
  }

  /** @throws NotFoundError when there is no such collection. */
  async updateCollection(params: IUpdateCollectionParams, options?: RequestOptions): Promise<DocumentCollection> {
    const { name, description, metadata } = params;
    if (!description && metadata === undefined) {
      throw new ArgumentError("Either description or metadata must be provided");
    }
    const notFoundMessage = `Failed to update collection ${name}: it does not exist`;
    const body = present({ description, metadata });
    const url = path`/collection/${{ name }}`;
    await this.client.request({ method: "PATCH", path: url, body, notFoundMessage }, options);
    return this.getCollection(name, options);
  }

  async listCollections(options?: RequestOptions): Promise<DocumentCollection[]> {
    const response = await this.client.request({ method: "GET", path: "/collection" }, options);
    const collections = readArray<IDocumentCollectionModel>(response);
    return collections.map((collection) => new DocumentCollection(this.client, collection));
  }

  /**
   * Deletes the collection with all its documents, at once and for good.
   *
   * @throws NotFoundError when there is no such collection.
   */
  async deleteCollection(name: string, options?: RequestOptions): Promise<void> {
    const notFoundMessage = `Failed to delete collection ${name}: it does not exist`;
    await this.client.request({ method: "DELETE", path: path`/collection/${{ name }}`, notFoundMessage }, options);
  }
}

/** Options for the second request of a call, to which the key of the first does not belong. */
function withoutKey(options: RequestOptions | undefined): RequestOptions {
  return { ...options, idempotencyKey: undefined };
}
