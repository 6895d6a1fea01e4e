import { LabError } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import { abortError, MAX_BODY_BYTES, readBody } from "./body.ts";
import { type Fetch, proxyVariable, singleFetch } from "./fetch.ts";
import { isLoopback } from "./is_loopback.ts";
import { CallError } from "./provider.ts";
import type { Redactor } from "./secrets.ts";
import type { About, WireReply } from "./wire_reply.ts";

/** One try over the wire by a full URL. */
export type WireFetch = (
  url: string,
  init: RequestInit,
  about: Pick<About, "signal" | "maxBytes">,
) => Promise<WireReply>;

/** Tries at one provider: no redirect, no bodies beyond the bound, no key in what comes back. */
export function wireFetch(wire: {
  readonly doing: string;
  readonly baseUrl: string;
  readonly clean: Redactor;
  readonly fetch?: Fetch;
  readonly maxBodyBytes?: number;
}): WireFetch {
  const { doing, baseUrl, clean, fetch: go = singleFetch } = wire;
  return async (url, init, { signal, maxBytes = MAX_BODY_BYTES }) => {
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
        .replace(/ from \S+:\d+(?= for )/g, "");
      // "(Connect)": nothing was sent, as far as the platform says.
      const neverSent = /\(Connect\)|connection refused|dns error/i.test(words);
      const proxy = proxyVariable(baseUrl);
      throw new CallError(
        `Cannot ${doing}: ` +
          (neverSent
            ? proxy === undefined
              ? `nothing answers at ${baseUrl}${
                isLoopback(baseUrl) ? "; is the local server running?" : ""
              }`
              : `no way leads to ${baseUrl} through the proxy that ${proxy} names`
            : "the connection broke before an answer") +
          ` (${outsideLine(words)})`,
        { fault: "connection", canRetry: true, mayCost: !neverSent },
      );
    } finally {
      signal.removeEventListener("abort", tell);
    }
    const text = await readBody(response, {
      signal,
      doing,
      maxBytes: wire.maxBodyBytes ?? maxBytes,
    });
    return { status: response.status, headers: response.headers, text: clean.text(text) };
  };
}
