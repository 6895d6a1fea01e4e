import { retryAfterMs } from "../../providers/mod.ts";
import type { HostLimit } from "./addresses.ts";
import { answerFault } from "./answer_fault.ts";
import { SourceError, type SourceFault } from "./source_error.ts";

/** Longest wait for one answer, milliseconds: a company's facts are megabytes. */
const PATIENCE_MS = 120_000;
/** Largest answer, bytes; the largest known, a bank's facts, has a fifth of it. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Statuses after which another try may help. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What a client asks for that wants a page. */
export const PAGE = "text/html";
/** What one try came to: the answer, or why not and how long to wait. */
export type Try =
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
      message: /rate threshold|too many requests/i.test(new TextDecoder().decode(bytes))
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
 * Sends a request once, and judges what came back.
 *
 * @param address What is asked for, as messages and store call it.
 * @param how.limit The host's row.
 * @param how.to Where the request goes: the address itself, or a mirror's.
 * @param how.now Milliseconds since 1970.
 */
export async function oneTry(address: string, init: RequestInit, how: {
  readonly limit: HostLimit;
  readonly to: string;
  readonly accept?: string;
  readonly send: typeof fetch;
  readonly now: () => number;
}): Promise<Try> {
  const { limit, to, accept, send, now } = how, { name } = limit;
  const failed = (
    message: string,
    { again = false, waitMs, ...facts }: {
      fault: SourceFault;
      status?: number;
      cause?: unknown;
      again?: boolean;
      waitMs?: number;
    },
  ): Try => ({
    error: new SourceError(`${name} ${message} (${address})`, { address, ...facts }),
    again,
    waitMs,
  });
  try {
    const answer = await send(to, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const bytes = await bodyOf(answer), { status } = answer;
    if (bytes === undefined) {
      const message = `sends more than ${MOST_BYTES / 2 ** 20} MiB for one file`;
      return failed(message, { fault: "unreadable", status });
    }
    const refused = refusalOf(answer, bytes, { limit, accept, now: now() });
    if (refused === undefined) return { answer, bytes };
    const { message, ...facts } = refused;
    return failed(message, { status, ...facts });
  } catch (cause) {
    if (!isOffline(cause)) throw cause;
    const [reason] = (cause as Error).message.split("\n");
    return failed(`cannot be reached, or broke off: ${reason}`, {
      fault: "offline",
      cause,
      again: true,
    });
  }
}
