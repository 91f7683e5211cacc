/** Keys that do not repeat. */

/** A random UUID (version 4). Node 18 has no global `crypto`, and browsers offer `randomUUID` on secure pages only. */
export function randomUuid(source: Partial<Crypto> | undefined = globalThis.crypto): string {
  if (source?.randomUUID !== undefined) return source.randomUUID();
  const bytes = new Uint8Array(16);
  if (source?.getRandomValues !== undefined) source.getRandomValues(bytes);
  else for (let i = 0; i < bytes.length; i += 1) bytes[i] = Math.floor(Math.random() * 256);
  return formatUuid(bytes);
}

function formatUuid(bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
