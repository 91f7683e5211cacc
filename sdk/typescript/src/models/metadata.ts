/** A JSON object of the application's own, of any depth. */
// biome-ignore lint/suspicious/noExplicitAny: applications read their own keys without narrowing
export type Metadata = Record<string, any>;
