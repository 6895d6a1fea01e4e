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
  const hostname = new URL(url).hostname.replace(/\.$/, "");
  return hostname === "localhost" || hostname.endsWith(".localhost") ||
    // The address on which a server listens for all is this machine to whoever calls it.
    hostname === "0.0.0.0" || hostname === "[::]" || hostname === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname) ||
    // The same addresses of IPv4, written as ones of IPv6.
    /^\[::ffff:(7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0)\]$/.test(hostname);
}
