import type { AdapterOptions } from "./adapter_options.ts";
import { checkedBaseUrl } from "./base_url.ts";
import { isLoopback } from "./is_loopback.ts";
import { CallError } from "./provider.ts";
import { type Redactor, redactor } from "./secrets.ts";
import { type WireFetch, wireFetch } from "./wire_fetch.ts";
import { type WireJson, wireJson } from "./wire_json.ts";
import type { About, WireReply } from "./wire_reply.ts";

/** One request. */
export interface WireRequest {
  readonly method: "GET" | "POST";
  /** Below the base URL, with its slash. */
  readonly path: string;
  readonly body?: unknown;
}

/** Options with defaults, and what an adapter does with them. */
export interface Wire {
  readonly name: string;
  readonly isLocal: boolean;
  readonly baseUrl: string;
  readonly key: string | undefined;
  readonly clean: Redactor;
  readonly doing: string;
  /** @throws {CallError} `missing key`. */
  requireKey(): string;
  /** One try over the wire by a full URL, for a client library that builds its own requests. */
  readonly fetch: WireFetch;
  /** One try: the JSON object of a good answer. @throws {CallError} For anything else. */
  json(
    request: WireRequest,
    headers: Readonly<Record<string, string>>,
    about: About,
  ): Promise<WireJson>;
  /** The JSON object of an answer, or the error that it stands for. */
  read(reply: WireReply, about: About): WireJson;
}

/** A key that fits in a header. @throws {RangeError} Without showing it. */
function checkedKey(key: string | undefined, name: string): string | undefined {
  if (key === undefined || key === "") return undefined;
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new RangeError(
      `Cannot reach ${name}: its key must hold printable ASCII characters without spaces; ` +
        "it holds others, perhaps a line break or a quotation mark that was copied along",
    );
  }
  return key;
}

/** The options of an adapter made ready: one place for keys, bounds, deadlines and refusals. */
export function openWire(
  options: AdapterOptions,
  defaults: { readonly name: string; readonly baseUrl: string; readonly needsKey: boolean },
): Wire {
  const name = options.name ?? defaults.name;
  const key = checkedKey(options.key, name);
  const baseUrl = checkedBaseUrl(options.baseUrl ?? defaults.baseUrl, key !== undefined, name);
  const clean = redactor([key]);
  const doing = `ask ${name}`;
  const now = options.now ?? Date.now;
  const isLocal = isLoopback(baseUrl);
  const read: Wire["read"] = (reply, about) =>
    wireJson({ doing, name, options, clean, nowMs: now() }, reply, about);
  const fetch = wireFetch({ ...options, doing, baseUrl, clean });

  return {
    name,
    isLocal,
    baseUrl,
    key,
    clean,
    doing,
    fetch,
    read,
    requireKey() {
      if (key !== undefined) return key;
      throw new CallError(
        `Cannot ${doing}: there is no key. ` +
          (options.keyAdvice ?? "Give it as the option `key`"),
        { fault: "missing key", canRetry: false, mayCost: false },
      );
    },
    async json(request, headers, about) {
      if (defaults.needsKey) this.requireKey();
      const reply = await fetch(`${baseUrl}${request.path}`, {
        method: request.method,
        headers: {
          accept: "application/json",
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      }, about);
      return read(reply, about);
    },
  };
}
