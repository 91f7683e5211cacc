/** The address of the server. */

import { ArgumentError } from "../errors.js";

/** Checks a base URL and returns it without trailing slashes; a path in it (a proxy prefix) is kept. */
export function normaliseBaseUrl(baseURL: string): string {
  const url = parse(baseURL);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ArgumentError(`baseURL must begin with http:// or https://, not "${url.protocol}"`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ArgumentError(
      "baseURL must not contain a user name or password; pass the API key as the second argument",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw new ArgumentError(`baseURL must not contain a query or fragment: "${baseURL}"`);
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

function parse(baseURL: string): URL {
  try {
    return new URL(baseURL);
  } catch (cause) {
    const example = 'for example "http://localhost:8000"';
    throw new ArgumentError(`baseURL must be an absolute URL, ${example}, not "${baseURL}"`, undefined, undefined, {
      cause,
    });
  }
}
