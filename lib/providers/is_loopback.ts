/**
 * Whether a URL leads to this machine: calls there cost nothing unless settings say otherwise, may go
 * without TLS, and never go through a proxy.
 *
 * @example
 * ```ts
 * import { isLoopback } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   ["http://localhost:11434/v1", "http://[::1]:8080", "https://api.openai.com"].map(isLoopback),
 *   [true, true, false],
 * );
 * ```
 */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
