import { CallError } from "./provider.ts";

/** Bytes of an answer that are read at most, after decompression; an honest one has a few thousand. */
export const MAX_BODY_BYTES = 2_000_000;

/** Bytes that are read at once, and of the blocks in which they are kept. */
const BLOCK_BYTES = 65_536;

/**
 * The pieces of a body, each valid until the next one is asked for. Where the stream allows, all are
 * read into one buffer: a fresh one for each of a hostile server's pieces outruns the collector
 * (22 endless bodies at once: 590 MB that way).
 */
function openBody(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): { next(): Promise<Uint8Array | undefined>; cancel(): void } {
  let shared: ReadableStreamBYOBReader;
  try {
    shared = stream.getReader({ mode: "byob" });
  } catch {
    const reader = stream.getReader();
    return {
      next: async () => (await reader.read()).value,
      // Not awaited: a hostile server must not hold up the end.
      cancel: () => void reader.cancel().catch(() => {}),
    };
  }
  let buffer = new ArrayBuffer(BLOCK_BYTES);
  return {
    async next() {
      const { done, value } = await shared.read(new Uint8Array(buffer));
      if (done || value === undefined) return undefined;
      buffer = value.buffer;
      return value;
    },
    cancel: () => void shared.cancel().catch(() => {}),
  };
}

/**
 * Why a call ended, from the signal that ended it: the reason of `AbortSignal.timeout` is a deadline,
 * any other the user's stop. An error of the lab given as reason passes unchanged.
 */
export function abortError(signal: AbortSignal, doing: string, mayCost: boolean): Error {
  const { reason } = signal;
  if (reason instanceof CallError) return reason;
  const isDeadline = reason instanceof DOMException && reason.name === "TimeoutError";
  return new CallError(
    isDeadline ? `Cannot ${doing}: the deadline passed` : `Cannot ${doing}: it was stopped`,
    { fault: isDeadline ? "deadline" : "stopped", canRetry: isDeadline, mayCost, cause: reason },
  );
}

/**
 * The bytes of a body, as text, read within a bound and a deadline.
 *
 * The stream is counted as it comes and let go as soon as it is too long, so that an endless or a
 * huge body costs no memory; a body that drips ends with the signal.
 *
 * @param response Its body must not have been read.
 * @param options.signal Deadline and stop; heard at any moment.
 * @param options.maxBytes 2,000,000 by default, after decompression.
 * @param options.doing What is being done, for messages: "ask openai".
 * @throws {CallError} `body too large`, `body cut`, `deadline`, `stopped`, or `not the protocol` if
 *   the bytes are no UTF-8.
 *
 * @example A bound on the bytes
 * ```ts
 * import { CallError, readBody } from "lab/providers";
 * import { rejects } from "node:assert/strict";
 *
 * await rejects(
 *   readBody(new Response("x".repeat(100)), {
 *     signal: new AbortController().signal,
 *     maxBytes: 10,
 *     doing: "read an example",
 *   }),
 *   (error) => error instanceof CallError && error.fault === "body too large",
 * );
 * ```
 */
export async function readBody(
  response: Response,
  options: { readonly signal: AbortSignal; readonly maxBytes?: number; readonly doing: string },
): Promise<string> {
  const { signal, maxBytes = MAX_BODY_BYTES, doing } = options;
  // The status is known by now, so whatever goes wrong may have been billed.
  const mayCost = response.ok;
  const { status } = response;
  if (!response.body) return "";
  const body = openBody(response.body);
  let tell = () => {};
  const aborted = new Promise<never>((_, reject) => {
    tell = () => reject(abortError(signal, doing, mayCost));
    if (signal.aborted) tell();
    else signal.addEventListener("abort", tell, { once: true });
  });
  aborted.catch(() => {});
  const blocks: Uint8Array[] = [];
  let size = 0, isWhole = false;
  try {
    while (true) {
      const value = await Promise.race([body.next(), aborted]);
      if (value === undefined) break;
      if (size + value.byteLength > maxBytes) {
        throw new CallError(
          `Cannot ${doing}: need a body of at most ${maxBytes} bytes, got more`,
          { fault: "body too large", canRetry: false, mayCost, status },
        );
      }
      // Full blocks, whatever the pieces: a body that drips byte by byte must not cost an array each.
      for (let from = 0; from < value.byteLength;) {
        const at = size % BLOCK_BYTES;
        if (at === 0) blocks.push(new Uint8Array(BLOCK_BYTES));
        const piece = value.subarray(from, from + BLOCK_BYTES - at);
        blocks[blocks.length - 1].set(piece, at);
        from += piece.byteLength;
        size += piece.byteLength;
      }
    }
    isWhole = true;
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    if (signal.aborted) throw abortError(signal, doing, mayCost);
    throw new CallError(
      `Cannot ${doing}: the connection broke inside the body, after ${size} bytes`,
      { fault: "body cut", canRetry: true, mayCost, status, cause },
    );
  } finally {
    signal.removeEventListener("abort", tell);
    if (!isWhole) body.cancel();
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    const parts = blocks.map((block, i) =>
      decoder.decode(block.subarray(0, Math.min(BLOCK_BYTES, size - i * BLOCK_BYTES)), {
        stream: true,
      })
    );
    return parts.join("") + decoder.decode();
  } catch (cause) {
    throw new CallError(`Cannot ${doing}: the body is no UTF-8 text`, {
      fault: "not the protocol",
      canRetry: true,
      mayCost,
      status,
      cause,
    });
  }
}
