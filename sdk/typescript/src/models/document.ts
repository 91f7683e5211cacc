/** A document: a text with metadata and a vector, in a collection. */

import { present, toDate, toVector } from "../internal/fields.js";
import type { Metadata } from "./metadata.js";

export interface IDocument {
  uuid?: string | undefined;
  created_at?: Date | undefined;
  updated_at?: Date | undefined;
  /** The application's own id, unique in its collection. */
  document_id?: string | undefined;
  content: string;
  metadata?: Metadata | undefined;
  is_embedded?: boolean | undefined;
  embedding?: Float32Array | number[] | undefined;
  /** From 0 to 1, the larger the closer; set by searches. */
  score?: number | undefined;
}

export class Document implements IDocument {
  uuid?: string | undefined;
  created_at?: Date | undefined;
  updated_at?: Date | undefined;
  document_id?: string | undefined;
  content: string;
  metadata?: Metadata | undefined;
  is_embedded?: boolean | undefined;
  embedding?: Float32Array | undefined;
  score?: number | undefined;

  constructor(data: IDocument) {
    const given = present(data);
    this.uuid = given.uuid;
    this.created_at = toDate(given.created_at);
    this.updated_at = toDate(given.updated_at);
    this.document_id = given.document_id;
    this.content = given.content;
    this.metadata = given.metadata;
    this.is_embedded = given.is_embedded;
    this.embedding = toVector(given.embedding);
    this.score = given.score;
  }

  /** A plain object without the fields that are not set. */
  toDict(): IDocument {
    return present<IDocument>({ ...this });
  }
}
