/** The public interface of the package; what is not exported here may change in any release. */

export { HoldfastClient, HoldfastClient as ZepClient } from "./client.js";
export {
  APIError,
  ArgumentError,
  AuthenticationError,
  ConnectionFailedError,
  IncompleteBatchError,
  NotFoundError,
  RequestTimeoutError,
  ZepError,
  ZepError as HoldfastError,
} from "./errors.js";
export type {
  Context,
  ContextChoice,
  ContextItem,
  ContextQuery,
  ContextSection,
  ContextSectionName,
} from "./models/context.js";
export { Document, type IDocument } from "./models/document.js";
export { DocumentCollectionModel, type IDocumentCollectionModel } from "./models/document-collection.js";
export type { Enrichment, EnrichmentJob } from "./models/enrichment.js";
export type {
  Fact,
  FactChange,
  FactFilters,
  FactOrigin,
  FactPage,
  FactQuery,
  FactRevision,
  FactSource,
  FactState,
  FactStatement,
  FoundFact,
  NewFact,
  Profile,
  ProfileSlot,
  ProfileValue,
} from "./models/fact.js";
export { type IMemory, type ISummary, Memory, Summary } from "./models/memory.js";
export {
  type Duplicate,
  type IMemorySearchPayload,
  type IMemorySearchResult,
  MemorySearchPayload,
  MemorySearchResult,
  type MemorySearchType,
  type SearchScope,
} from "./models/memory-search.js";
export { type IMessage, Message } from "./models/message.js";
export type { Metadata } from "./models/metadata.js";
export { type ISession, Session, type SessionInput } from "./models/session.js";
export {
  CreateUserRequest,
  type ICreateUserRequest,
  type IUpdateUserRequest,
  type IUser,
  UpdateUserRequest,
  User,
} from "./models/user.js";
export type { ApiClient, ApiRequest, ApiResponse, ClientOptions, RequestOptions } from "./options.js";
export { ContextManager } from "./resources/context.js";
export { DocumentManager, type IAddCollectionParams, type IUpdateCollectionParams } from "./resources/document.js";
export {
  DocumentCollection,
  type ISearchQuery,
  type IUpdateDocumentParams,
  type WaitOptions,
} from "./resources/document-collection.js";
export { type FactChangeOptions, FactsManager } from "./resources/facts.js";
export { type AddMemoryOptions, MemoryManager } from "./resources/memory.js";
export { MessageManager } from "./resources/message.js";
export { UserManager } from "./resources/user.js";
export { VERSION } from "./version.js";
