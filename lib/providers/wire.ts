import { LabError } from "../errors.ts";
import { strictJson } from "../committee/mod.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";
import { abortError, MAX_BODY_BYTES, readBody } from "./body.ts";
import type { AdapterOptions } from "./adapter_options.ts";
import { proxyVariable, singleFetch } from "./fetch.ts";
import { rateLimits } from "./headers.ts";
import { isLoopback } from "./is_loopback.ts";
import { streamedObjects } from "./event_stream.ts";
import { type Fields, objectAt } from "./json_fields.ts";
import { CallError, type RateLimits } from "./provider.ts";
import { refusalError } from "./refusal_error.ts";
import { type Redactor, redactor } from "./secrets.ts";
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
  fetch(
    url: string,
    init: RequestInit,
    about: Pick<About, "signal" | "maxBytes">,
  ): Promise<WireReply>;
  /** One try: the JSON object of a good answer. @throws {CallError} For anything else. */
  json(
    request: WireRequest,
    headers: Readonly<Record<string, string>>,
    about: About,
  ): Promise<WireJson>;
  /** The JSON object of an answer, or the error that it stands for. */
  read(reply: WireReply, about: About): WireJson;
}

/** A good answer's object and what its headers say is left. */
export interface WireJson {
  readonly body: Readonly<Record<string, unknown>>;
  readonly limits?: RateLimits;
}

/** A base URL without a slash at its end. @throws {RangeError} If it is none that may carry a key. */
export function checkedBaseUrl(text: string, hasKey: boolean, name: string): string {
  // A key that was put in its place is not shown.
  const refuse = (need: string, got = redactor().text(JSON.stringify(text))): never => {
    throw new RangeError(`Cannot reach ${name}: need ${need}, got ${got}`);
  };
  const url = URL.canParse(text) ? new URL(text) : refuse("a base URL such as https://host/v1");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    refuse("a base URL that starts with https:// or http://");
  }
  // Their text may be a password, so it is not shown.
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    refuse("a base URL without user, password, query or fragment", "one that has them");
  }
  if (url.protocol === "http:" && hasKey && !isLoopback(text)) {
    refuse("https:// for a base URL beyond this machine, for a key goes with each call");
  }
  return url.href.replace(/\/+$/, "");
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

/** The status of a refusal that came in a good one: its code, or what its words stand for. */
function statusOf({ code, type }: Fields): number {
  if (typeof code === "number" && code >= 400 && code < 600) return code;
  return /quota|billing|rate_limit/.test(`${code} ${type}`) ? 429 : 500;
}

/** The options of an adapter made ready: one place for keys, bounds, deadlines and refusals. */
export function openWire(
  options: AdapterOptions,
  defaults: { readonly name: string; readonly baseUrl: string; readonly needsKey: boolean },
): Wire {
  // Long, for key, cleaner and clock are shared by all that sends and reads, and leave it nowhere.
  const name = options.name ?? defaults.name;
  const key = checkedKey(options.key, name);
  const baseUrl = checkedBaseUrl(options.baseUrl ?? defaults.baseUrl, key !== undefined, name);
  const clean = redactor([key]);
  const doing = `ask ${name}`;
  const go = options.fetch ?? singleFetch;
  const now = options.now ?? Date.now;
  const isLocal = isLoopback(baseUrl);
  const facts = () => ({ doing, name, options, clean, nowMs: now() });

  const wireFetch: Wire["fetch"] = async (url, init, { signal, maxBytes = MAX_BODY_BYTES }) => {
    if (signal.aborted) throw abortError(signal, doing, false);
    let tell = () => {};
    // A fetch that does not listen to the signal must not hold up the end.
    const aborted = new Promise<never>((_, reject) => {
      tell = () => reject(abortError(signal, doing, true));
      signal.addEventListener("abort", tell, { once: true });
    });
    aborted.catch(() => {});
    let response: Response;
    try {
      // A redirect would take the key along.
      const going = go(url, { ...init, signal, redirect: "manual" });
      going.then((late) => {
        if (signal.aborted) late.body?.cancel().catch(() => {});
      }, () => {});
      response = await Promise.race([going, aborted]);
    } catch (cause) {
      if (cause instanceof LabError) throw cause;
      if (signal.aborted) throw abortError(signal, doing, true);
      const words = clean.text(cause instanceof Error ? cause.message : String(cause))
        // The port of this end changes from call to call, and with it one reason would be many.
        .replace(/ from \S+:\d+(?= for )/, "");
      // "(Connect)": nothing was sent, as far as the platform says.
      const neverSent = /\(Connect\)|connection refused|dns error/i.test(words);
      const proxy = proxyVariable(baseUrl);
      throw new CallError(
        `Cannot ${doing}: ` +
          (neverSent
            ? proxy === undefined
              ? `nothing answers at ${baseUrl}${isLocal ? "; is the local server running?" : ""}`
              : `no way leads to ${baseUrl} through the proxy that ${proxy} names`
            : "the connection broke before an answer") +
          // Without this machine's end, which differs every time: one reason is told once.
          ` (${outsideLine(words.replace(/ from \S+:\d+ for /, " for "))})`,
        { fault: "connection", canRetry: true, mayCost: !neverSent },
      );
    } finally {
      signal.removeEventListener("abort", tell);
    }
    const text = await readBody(response, {
      signal,
      doing,
      maxBytes: options.maxBodyBytes ?? maxBytes,
    });
    return { status: response.status, headers: response.headers, text: clean.text(text) };
  };

  const read: Wire["read"] = (reply, about) => {
    if (reply.status < 200 || reply.status >= 300) throw refusalError(facts(), reply, about);
    const strange = (what: string, fault: "body cut" | "not the protocol" = "not the protocol") =>
      new CallError(`Cannot ${doing}: need a JSON object in the body, got ${what}`, {
        fault,
        canRetry: true,
        mayCost: true,
        status: reply.status,
        raw: reply.text.slice(0, 2000),
      });
    const stream = about.join && streamedObjects(reply.text);
    if (about.join && stream) {
      const fault = stream.objects.find(({ type, error }) => type === "error" || error);
      // The refusal of a stream stands among its pieces.
      const whole = fault ? { error: fault.error ?? fault } : about.join(stream.objects);
      if (whole === undefined || (stream.isCut && !fault)) {
        throw strange("a stream that is cut off", "body cut");
      }
      try {
        return readBodyOf(whole);
      } catch (error) {
        // A refusal after other pieces came too late to be free: what was written is billed.
        throw error instanceof CallError && stream.objects.length > 1
          ? new CallError(error.message, { ...error, mayCost: true, cause: error })
          : error;
      }
    }
    const { value, issues } = strictJson(reply.text);
    if (issues.length > 0) {
      const [{ code, path }] = issues;
      if (code === "empty") throw strange("an empty body");
      if (code === "truncated") throw strange("one that is cut off", "body cut");
      if (code === "duplicate_key") {
        throw strange(`the key ${quotedValue(outsideLine(clean.text(path)))} twice`);
      }
      throw strange(
        /^\s*</.test(reply.text)
          ? "a page of HTML"
          : `${code.replaceAll("_", " ")}: ${quotedValue(outsideLine(reply.text.slice(0, 80)))}`,
      );
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw strange(value === null ? "null" : Array.isArray(value) ? "an array" : typeof value);
    }
    return readBodyOf(value);

    function readBodyOf(whole: unknown): WireJson {
      const body = clean.value(whole) as Record<string, unknown>;
      const { error } = body;
      // Some servers put a refusal into a good status.
      if (error !== undefined && error !== null && body.output === undefined && !body.choices) {
        throw refusalError(
          facts(),
          { ...reply, text: JSON.stringify(body) },
          about,
          statusOf(objectAt(body, "error")),
        );
      }
      const limits = rateLimits(reply.headers, now());
      return { body, ...(limits === undefined ? {} : { limits }) };
    }
  };

  return {
    name,
    isLocal,
    baseUrl,
    key,
    clean,
    doing,
    fetch: wireFetch,
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
      const reply = await wireFetch(`${baseUrl}${request.path}`, {
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
