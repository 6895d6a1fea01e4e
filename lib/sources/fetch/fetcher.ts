import { type HostLimit, hostLimit } from "./addresses.ts";
import { oneTry, PAGE } from "./one_try.ts";
import type { Answer, RawStore } from "./raw_store.ts";
import { SourceError } from "./source_error.ts";

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
const AGENT = "sector-committee-lab";

/** Waits for a host's next turn; turns are given in the order of asking. */
function hostTurns(now: () => number, pause: (ms: number) => Promise<void>) {
  const free = new Map<string, number>();
  return async ({ suffix, perSecond }: HostLimit) => {
    const at = Math.max(now(), free.get(suffix) ?? 0);
    free.set(suffix, at + 1000 / perSecond);
    if (at > now()) await pause(at - now());
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

  async function ask(address: string, init: RequestInit, accept?: string) {
    const limit = hostLimit(address), before = down.get(limit.suffix);
    if (before !== undefined) throw before;
    for (let tries = 1;; tries++) {
      await turn(limit);
      asked++;
      const made = await oneTry(address, init, { limit, to: goesTo(address), accept, send, now });
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
        down.set(limit.suffix, last);
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
