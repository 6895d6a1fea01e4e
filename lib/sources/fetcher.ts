import { retryAfterMs } from "../providers/mod.ts";
import { type HostLimit, hostLimit } from "./addresses.ts";
import { answerFault } from "./answer_fault.ts";
import type { Answer, RawStore } from "./raw_store.ts";
import { SourceError, type SourceFault } from "./source_error.ts";

/**
 * Fetches an address, or finds this day's answer to it in the store.
 *
 * @throws {SourceError} If there is no usable answer.
 */
export type Get = (
  address: string,
  options?: {
    /** Kind of data, as in the header of that name; an answer of another kind is refused. */
    readonly accept?: string;
  },
) => Promise<Answer>;

/** What a fetcher is made of. */
export interface FetcherOptions {
  readonly store: RawStore;
  /** Name and e-mail of the reader, for those who answer nobody else; they are told to no other. */
  readonly contact?: string;
  /** Another server of the same shapes: `https://host/path` is asked there as `/host/path`. */
  readonly mirror?: string;
  /** Fetches an address; the network's own by default. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits. */
  readonly pause: (ms: number) => Promise<void>;
}

/** How a source is asked. */
export interface Fetcher {
  readonly get: Get;
  /** The same manners for a client that has a `fetch` of its own; nothing is kept. */
  readonly fetch: typeof fetch;
  /** Requests that went out. */
  readonly asked: () => number;
}

/** How often one address is asked before it is given up. */
const TRIES = 4;
/** The same where nothing could be reached since the run began. */
const TRIES_OFFLINE = 2;
/** First wait before another try, milliseconds; it doubles. */
const FIRST_WAIT_MS = 1000;
/** Longest wait that a server may ask for; beyond it the source is left out of this run. */
const MOST_WAIT_MS = 90_000;
/** Longest wait for one answer, milliseconds: a company's facts are megabytes. */
const PATIENCE_MS = 120_000;
/** Largest answer, bytes; the largest known, a bank's facts, has a fifth of it. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Statuses after which another try may help. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What a client asks for that wants a page. */
const PAGE = "text/html";
const AGENT = "sector-committee-lab";

/** What one try came to: the answer, or why not and how long to wait. */
type Try =
  | { readonly answer: Response; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly error: SourceError; readonly again: boolean; readonly waitMs?: number };

/** The body up to a size; `undefined` beyond it. */
async function bodyOf(answer: Response): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  if (answer.body === null) return new Uint8Array();
  for await (const part of answer.body) {
    size += part.length;
    if (size > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Whether nothing could be reached at all, rather than that a server said no. */
function isOffline(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException);
}

/** Waits for a host's next turn; turns are given in the order of asking. */
function hostTurns(now: () => number, pause: (ms: number) => Promise<void>) {
  const free = new Map<string, number>();
  return async ({ suffix, perSecond }: HostLimit) => {
    const at = Math.max(now(), free.get(suffix) ?? 0);
    free.set(suffix, at + 1000 / perSecond);
    if (at > now()) await pause(at - now());
  };
}

/** Why an answer is none, and whether another try may help; `undefined` where it is one. */
function refusalOf(
  { ok, status, headers }: Response,
  bytes: Uint8Array,
  { limit, accept, now }: { limit: HostLimit; accept?: string; now: number },
):
  | { message: string; fault: SourceFault; again?: boolean; waitMs?: number }
  | undefined {
  // Clients ask for pages where they only want the cookie, and follow redirections themselves.
  const wantsPage = accept === PAGE;
  if (wantsPage && status >= 300 && status < 400) return undefined;
  if (ok) {
    const message = answerFault(bytes, accept);
    return message === undefined ? undefined : { message, fault: "refused", again: true };
  }
  if (status === 404) return { message: "has no such file", fault: "missing" };
  if (status === 403 && limit.asksForContact) {
    return {
      message: /threshold|rate/i.test(new TextDecoder().decode(bytes))
        ? "was asked too often from this network and answers nothing for ten quiet minutes"
        : "refuses to answer (status 403): it needs a real name and e-mail, by --contact",
      fault: "refused",
    };
  }
  return {
    message: status === 429
      ? "was asked too often (status 429)"
      : `refuses to answer (status ${status})`,
    fault: "refused",
    again: PASSING.has(status),
    waitMs: retryAfterMs(headers, now),
  };
}

/**
 * A fetcher with manners: it says who asks, keeps each host's limit, waits as long as a server asks,
 * takes no web page for data, and keeps every answer.
 *
 * @param options Store, contact, clock and network; see {@linkcode FetcherOptions}.
 *
 * @example A server that is asked once for two uses of an address
 * ```ts
 * import { openFetcher, openRawStore } from "lab/sources";
 * import { day } from "lab/units";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const { get, asked } = openFetcher({
 *   store: openRawStore(folder, day("2026-12-01")),
 *   fetch: () => Promise.resolve(new Response("a,b\n1,2\n")),
 *   now: () => Date.UTC(2026, 11, 1, 15),
 *   pause: () => Promise.resolve(),
 * });
 * const first = await get("https://example.org/a.csv");
 * equal((await get("https://example.org/a.csv")).sha256, first.sha256);
 * equal(asked(), 1);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function openFetcher(options: FetcherOptions): Fetcher {
  const { store, contact, mirror, now, pause } = options, send = options.fetch ?? fetch;
  const turn = hostTurns(now, pause);
  /** Hosts that answer nothing in this run, with what was found out; nobody is asked in vain twice. */
  const down = new Map<string, SourceError>();
  let asked = 0, answered = 0;

  const goesTo = (address: string) => {
    if (mirror === undefined) return address;
    const { host, pathname, search } = new URL(address);
    return `${mirror.replace(/\/+$/, "")}/${host}${pathname}${search}`;
  };

  async function tryOnce(address: string, init: RequestInit, accept?: string): Promise<Try> {
    const limit = hostLimit(address), { name } = limit;
    const failed = (
      message: string,
      facts: { fault: SourceFault; status?: number; cause?: unknown },
      again = false,
      waitMs?: number,
    ): Try => ({
      error: new SourceError(`${message} (${address})`, { address, ...facts }),
      again,
      waitMs,
    });
    await turn(limit);
    asked++;
    try {
      const answer = await send(goesTo(address), {
        ...init,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const bytes = await bodyOf(answer), { status } = answer;
      if (bytes === undefined) {
        return failed(`${name} sends more than ${MOST_BYTES / 2 ** 20} MiB for one file`, {
          fault: "unreadable",
          status,
        });
      }
      const refused = refusalOf(answer, bytes, { limit, accept, now: now() });
      if (refused === undefined) return { answer, bytes };
      const { message, fault, again, waitMs } = refused;
      return failed(`${name} ${message}`, { fault, status }, again, waitMs);
    } catch (cause) {
      if (!isOffline(cause)) throw cause;
      return failed(
        `${name} cannot be reached, or broke off: ${(cause as Error).message.split("\n")[0]}`,
        { fault: "offline", cause },
        true,
      );
    }
  }

  async function ask(address: string, init: RequestInit, accept?: string) {
    const { suffix } = hostLimit(address), before = down.get(suffix);
    if (before !== undefined) throw before;
    for (let tries = 1;; tries++) {
      const made = await tryOnce(address, init, accept);
      if ("answer" in made) {
        answered++;
        return made;
      }
      const { error, again, waitMs = FIRST_WAIT_MS * 2 ** (tries - 1) } = made;
      // Where nothing at all has answered yet, the machine is likelier offline than the host.
      const most = error.fault === "offline" && answered === 0 ? TRIES_OFFLINE : TRIES;
      if (again && tries < most && waitMs <= MOST_WAIT_MS) {
        await pause(waitMs);
        continue;
      }
      const last = waitMs <= MOST_WAIT_MS ? error : new SourceError(
        `${error.message}; it asks to wait ${Math.ceil(waitMs / 60_000)} minutes`,
        error,
      );
      if (error.fault === "offline" || error.status === 429 || error.status === 403) {
        down.set(suffix, last);
      }
      throw last;
    }
  }

  const get: Get = async (address, { accept } = {}) => {
    const kept = await store.find(address);
    if (kept !== undefined) return kept;
    const limit = hostLimit(address);
    if (limit.asksForContact && contact === undefined) {
      throw new SourceError(
        `${limit.name} answers only who says a name and an e-mail: give --contact ` +
          '"Jane Doe jane@example.org", or set LAB_CONTACT',
        { fault: "refused", address },
      );
    }
    const { bytes } = await ask(address, {
      headers: {
        "user-agent": limit.asksForContact ? `${AGENT} ${contact}` : AGENT,
        ...(accept === undefined ? {} : { accept }),
      },
    }, accept);
    return await store.keep(address, bytes, new Date(now()).toISOString());
  };

  return {
    get,
    asked: () => asked,
    fetch: (async (address: URL | RequestInfo, init?: RequestInit) => {
      const wanted = new Headers(init?.headers).get("accept") ?? "";
      const { answer, bytes } = await ask(
        String(address),
        init ?? {},
        wanted.includes(PAGE) ? PAGE : undefined,
      );
      return new Response(bytes.length === 0 ? null : bytes, answer);
    }) as typeof fetch,
  };
}
