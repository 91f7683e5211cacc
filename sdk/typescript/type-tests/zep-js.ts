/** Code in the style of applications written for zep-js 0.10: only the name after `from` differs. */

import {
  APIError,
  AuthenticationError,
  CreateUserRequest,
  Document,
  type DocumentCollection,
  DocumentCollectionModel,
  DocumentManager,
  type IAddCollectionParams,
  type ICreateUserRequest,
  type IDocument,
  type IDocumentCollectionModel,
  type IMemory,
  type IMemorySearchPayload,
  type IMemorySearchResult,
  type IMessage,
  type ISearchQuery,
  type ISession,
  type ISummary,
  type IUpdateCollectionParams,
  type IUpdateDocumentParams,
  type IUpdateUserRequest,
  type IUser,
  Memory,
  MemoryManager,
  MemorySearchPayload,
  MemorySearchResult,
  Message,
  MessageManager,
  NotFoundError,
  Session,
  Summary,
  UpdateUserRequest,
  User,
  UserManager,
  ZepClient,
} from "holdfast-client";
import { expectType } from "./expect.js";

export async function sessions(client: ZepClient): Promise<void> {
  const data: ISession = { session_id: "s", user_id: "u", metadata: { foo: "bar" } };
  const added: Session = await client.memory.addSession(new Session(data));
  added.metadata.foo = "baz";
  const language: string = added.toDict().metadata.lang;
  await client.memory.updateSession(new Session({ session_id: language, metadata: { qax: "baz" } }));
  const session = await client.memory.getSession("s");
  expectType<string | undefined>()(session.user_id);
  const listed: Session[] = await client.memory.listSessions(10, 0);
  for await (const chunk of client.memory.listSessionsChunked(100)) expectType<Session[]>()(chunk);
  const text: string = await client.memory.deleteMemory(listed[0]?.session_id ?? text_of(added));
  expectType<string>()(text);
}

function text_of(session: Session): string {
  return session.session_id;
}

export async function memory(client: ZepClient): Promise<void> {
  const messages = [{ role: "human", content: "hello" }].map(({ role, content }) => new Message({ role, content }));
  const stored: string = await client.memory.addMemory("s", new Memory({ messages }));
  const found: Memory | null = await client.memory.getMemory(stored, 10);
  if (found?.summary) expectType<string>()(found.summary.content);
  found?.messages.forEach((message) => {
    const dict: IMessage = message.toDict();
    dict.metadata?.system?.entities.at(0);
  });
  const payload = new MemorySearchPayload({
    text: "hello",
    metadata: { where: { jsonpath: '$ ? (@.foo == "bar")' } },
    search_scope: "summary",
    search_type: "mmr",
    mmr_lambda: 0.5,
  });
  const results: MemorySearchResult[] = await client.memory.searchMemory("s", payload, 3);
  expectType<Message | undefined>()(results[0]?.message);
  const summary: Summary | undefined = results[0]?.summary;
  const written: ISummary | undefined = summary?.toDict();
  const parts: [IMemory, IMemorySearchPayload, IMemorySearchResult] = [{ summary }, payload, { summary }];
  const page: Message[] = await client.message.getSessionMessages("s", 10, 2);
  await client.message.getSessionMessage("s", page[0]?.uuid ?? `${parts.length} ${written?.content}`);
  await client.message.updateSessionMessageMetadata("s", "m", { foo: 1 });
}

export async function users(client: ZepClient): Promise<void> {
  const request: ICreateUserRequest = { user_id: "u", email: "u@example.org", metadata: { a: 1 } };
  const user: User = await client.user.add(new CreateUserRequest(request));
  const update: IUpdateUserRequest = new UpdateUserRequest({ user_id: "u", first_name: "U" });
  await client.user.update(update);
  user.created_at?.getTime();
  const dict: IUser = user.toDict();
  const gone: string = await client.user.delete(dict.user_id);
  const all: User[] = await client.user.list(10, Number(gone));
  const sessions: Session[] = await client.user.getSessions(all[0]?.user_id ?? "");
  for await (const chunk of client.user.listChunked()) expectType<User[]>()(chunk);
  expectType<Session[]>()(sessions);
}

export async function documents(client: ZepClient): Promise<void> {
  const parameters: IAddCollectionParams = {
    name: "c",
    embeddingDimensions: 384,
    metadata: { a: 1 },
    isAutoEmbedded: true,
  };
  const collection: DocumentCollection = await client.document.addCollection(parameters);
  const change: IUpdateCollectionParams = { name: collection.name, description: "d" };
  await client.document.updateCollection(change);
  const [first]: DocumentCollection[] = await client.document.listCollections();
  const description: IDocumentCollectionModel = collection.toDict();
  const given: IDocument[] = [
    new Document({ content: "a", embedding: new Float32Array(3) }),
    { content: "b", embedding: [1, 2] },
  ];
  const uuids: string[] = await collection.addDocuments(given);
  const edit: IUpdateDocumentParams = { uuid: uuids[0] ?? "", documentId: "d-1", metadata: {} };
  await collection.updateDocument(edit);
  const one: IDocument = await collection.getDocument("uuid");
  const several: IDocument[] = await collection.getDocuments(uuids);
  const query: ISearchQuery = { text: "x", searchType: "mmr", mmrLambda: 0.3 };
  const [hits, vector]: [IDocument[], Float32Array] = await collection.searchReturnQueryVector(query, 5);
  const plain: IDocument[] = await collection.search({ embedding: vector });
  if (collection.status === "ready") await collection.createIndex(true);
  await collection.deleteDocument(one.uuid ?? `${hits.length}${several.length}${plain.length}`);
  await client.document.deleteCollection(first?.name ?? description.name);
}

export function errors(error: unknown): number | undefined {
  if (error instanceof NotFoundError || error instanceof AuthenticationError) return error.code;
  if (error instanceof APIError) return Number(error.responseData.length);
  return undefined;
}

expectType<Promise<ZepClient>>()(ZepClient.init("http://localhost:8000", "key"));
expectType<MemoryManager>()(new ZepClient("http://localhost:8000").memory);
export const classes = [
  DocumentCollectionModel,
  DocumentManager,
  MemoryManager,
  MessageManager,
  Summary,
  UserManager,
  User,
  MemorySearchResult,
];
