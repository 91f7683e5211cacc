/** The description of a collection of documents. */

import { present, toDate } from "../internal/fields.js";
import type { Metadata } from "./metadata.js";

export interface IDocumentCollectionModel {
  uuid?: string | undefined;
  created_at?: Date | undefined;
  updated_at?: Date | undefined;
  name: string;
  description?: string | undefined;
  metadata?: Metadata | undefined;
  embedding_dimensions?: number | undefined;
  /** Whether the server embeds the documents; otherwise they are added with their vectors. */
  is_auto_embedded?: boolean | undefined;
  is_indexed?: boolean | undefined;
  document_count?: number | undefined;
  document_embedded_count?: number | undefined;
  is_normalized?: boolean | undefined;
}

export class DocumentCollectionModel implements IDocumentCollectionModel {
  uuid?: string | undefined;
  created_at?: Date | undefined;
  updated_at?: Date | undefined;
  name: string;
  description?: string | undefined;
  metadata?: Metadata | undefined;
  embedding_dimensions?: number | undefined;
  is_auto_embedded?: boolean | undefined;
  is_indexed?: boolean | undefined;
  document_count?: number | undefined;
  document_embedded_count?: number | undefined;
  is_normalized?: boolean | undefined;

  constructor(data: IDocumentCollectionModel) {
    const given = present(data);
    this.uuid = given.uuid;
    this.created_at = toDate(given.created_at);
    this.updated_at = toDate(given.updated_at);
    this.name = given.name;
    this.description = given.description;
    this.metadata = given.metadata;
    this.embedding_dimensions = given.embedding_dimensions;
    this.is_auto_embedded = given.is_auto_embedded ?? true;
    this.is_indexed = given.is_indexed;
    this.document_count = given.document_count;
    this.document_embedded_count = given.document_embedded_count;
    this.is_normalized = given.is_normalized;
  }

  /** A plain object without the fields that are not set. */
  toDict(): IDocumentCollectionModel {
    return present<IDocumentCollectionModel>({ ...this });
  }
}
