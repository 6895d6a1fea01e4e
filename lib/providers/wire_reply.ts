import type { Fields } from "./json_fields.ts";

/** An answer over the wire, whatever its status; keys are already out of it. */
export interface WireReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What a request was about, for the reading of its answer. */
export interface About {
  readonly signal: AbortSignal;
  /** The model asked; absent when an answer is fetched by its id. */
  readonly model?: string;
  /** Bytes of the answer at most, where it is longer than usual. */
  readonly maxBytes?: number;
  /** Makes one answer of the pieces of a stream; `undefined` where its end is missing. */
  readonly join?: (pieces: readonly Fields[]) => Fields | undefined;
}
