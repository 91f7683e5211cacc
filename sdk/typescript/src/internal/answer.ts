/** From an answer of the server to a value or an error. */

import { APIError, AuthenticationError, NotFoundError, type ZepError } from "../errors.js";
import type { ApiResponse } from "../options.js";

/** What the error of a refused request says about it. */
export interface Refused {
  method: string;
  url: string;
  notFoundMessage?: string | undefined;
}

export function isSuccess(response: ApiResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

/** The error class and message for a status outside 200–299. */
export function errorFor(response: ApiResponse, request: Refused): ZepError {
  const { status, text } = response;
  const place = `${request.method} ${request.url}`;
  if (status === 404) return new NotFoundError(request.notFoundMessage ?? `Resource not found: ${place}`, status, text);
  if (status === 401) return new AuthenticationError(`Authentication failed.${detail(text)}`, status, text);
  if (status === 0 || (status >= 300 && status < 400)) {
    const target = response.headers.get("Location") ?? "another address";
    return new APIError(`${place} was redirected to ${target}; use the final address as base URL`, status, text);
  }
  return new APIError(`Got an unexpected status code: ${status} for ${place}.${detail(text)}`, status, text);
}

function detail(text: string): string {
  const line = text.trim();
  if (line === "") return "";
  return ` ${line.length > 500 ? `${line.slice(0, 500)}…` : line}`;
}

/** The body as an object. */
export function readObject<T extends object>(response: ApiResponse): T {
  const value = parse(response);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unexpected(response, "an object");
  return value as T;
}

/** The body as an array. */
export function readArray<T>(response: ApiResponse): T[] {
  const value = parse(response);
  if (!Array.isArray(value)) throw unexpected(response, "an array");
  return value as T[];
}

/** The error for a successful answer that is not what the contract says. */
export function unexpected(response: ApiResponse, wanted: string, cause?: unknown): APIError {
  const message = `Unexpected response from the server: ${wanted} was expected, not "${response.text.slice(0, 200)}"`;
  return new APIError(message, response.status, response.text, cause === undefined ? undefined : { cause });
}

function parse(response: ApiResponse): unknown {
  try {
    return JSON.parse(response.text);
  } catch (cause) {
    throw unexpected(response, "JSON", cause);
  }
}
