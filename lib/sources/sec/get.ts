/**
 * Fetches an address, politely; the answer with its SHA-256 and the moment of fetching, ISO 8601 in
 * UTC. An error with `status` 404 says that the publisher has no such file.
 */
export type Get = (address: string, options?: { readonly accept?: string }) => Promise<{
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly fetchedAt: string;
}>;
