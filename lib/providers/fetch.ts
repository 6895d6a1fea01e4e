import { PROXY_VARIABLES } from "../proxy_variables.ts";
import { isLoopback } from "./is_loopback.ts";

/** What the adapters need of `fetch`; a cassette, or a test's own, may stand in for it. */
export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The bytes of a body as a stream, which can be sent only once. */
function sentOnce(body: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(body));
      controller.close();
    },
  });
}

/** The variable by which a request to an address goes through a proxy, if one is set and no other exempts it. */
export function proxyVariable(url: string): string | undefined {
  if (typeof Deno === "undefined" || isLoopback(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  const read = (name: string) => Deno.env.get(name) || Deno.env.get(name.toLowerCase());
  const isExempt = (read("NO_PROXY") ?? "").split(",").map((one) => one.trim()).some((one) =>
    one === "*" || one !== "" && `.${hostname}`.endsWith(`.${one.replace(/^\*?\./, "")}`)
  );
  if (isExempt) return undefined;
  return [protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY", "ALL_PROXY"].find(read);
}

/**
 * A client that asks the server itself, whatever proxy the environment names: Deno reads the variables
 * while it makes a client, and nothing else runs meanwhile.
 */
function directClient(options: Deno.CreateHttpClientOptions): Deno.HttpClient {
  const set = PROXY_VARIABLES.flatMap((name): (readonly [string, string])[] => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  try {
    for (const [name] of set) Deno.env.delete(name);
    return Deno.createHttpClient(options);
  } finally {
    for (const [name, value] of set) Deno.env.set(name, value);
  }
}

/**
 * A fetch that sends a request once, and to this machine without a proxy.
 *
 * Deno's fetch sends a POST a second time, unasked, when its connection dies before the answer, and
 * a provider bills both (denoland/deno issue 35610). Measured on 2.8.1: 2 arrivals for 1 call, with or
 * without a pool of connections; 1 when the body is a stream, which cannot be sent again. Without a
 * pool besides, for later versions decide by that. It also sends what is meant for a server on this
 * machine, key and prompt in clear, to the proxy of HTTP_PROXY unless NO_PROXY names the host; here
 * loopback is always asked directly. Elsewhere than on Deno the platform's own fetch is used.
 *
 * @example An address that needs no network
 * ```ts
 * import { singleFetch } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * equal(await (await singleFetch("data:text/plain,hello")).text(), "hello");
 * ```
 */
export const singleFetch: Fetch = async (url, init) => {
  if (typeof Deno === "undefined" || !("createHttpClient" in Deno)) return await fetch(url, init);
  const isLocal = isLoopback(url instanceof Request ? url.url : String(url));
  const client = (isLocal ? directClient : Deno.createHttpClient)({ poolMaxIdlePerHost: 0 });
  const body = typeof init?.body === "string" ? sentOnce(init.body) : init?.body;
  // The client may be let go at once: a request under way holds what it needs.
  try {
    return await fetch(url, { ...init, body, client } as RequestInit);
  } finally {
    client.close();
  }
};
