import { LabError } from "../errors.ts";

/** Where a call stands in the way from brief to ballot. */
export type Stage = "ballot" | "research" | "repair";

/** One question to a model, in the lab's own words; an adapter puts it into a provider's. */
export interface ModelCall {
  readonly model: string;
  readonly stage: Stage;
  /** Instructions; nothing from outside the lab stands in them. */
  readonly system: string;
  /** The brief, with untrusted text fenced. */
  readonly user: string;
  /** What the answer must look like, without bounds (strict modes refuse them); absent: free text. */
  readonly schema?: {
    readonly name: string;
    readonly jsonSchema: Readonly<Record<string, unknown>>;
  };
  /** Largest number of tokens in the answer, thinking included: what the reserve is made of. */
  readonly maxOutputTokens: number;
  /** How much the model thinks, in the provider's own word: "none", "low", "medium", "high". */
  readonly reasoningEffort?: string;
  /** How much the model writes, in the provider's own word: "low", "medium", "high". */
  readonly verbosity?: string;
  /** Which class of service is paid for, in the provider's own word: "default", "flex", "priority". */
  readonly serviceTier?: string;
  /** Whether the model may search the web; only ever in research, never where headlines are read. */
  readonly search?: {
    readonly maxCalls: number;
    /** Whether a provider may be asked that keeps no bound on searches, so that no cap holds. */
    readonly mayExceed?: boolean;
  };
  /** Whether the provider works on while nobody listens; the answer is fetched by its id. */
  readonly background?: boolean;
  /** Deadline and the user's stop; it reaches the body. */
  readonly signal: AbortSignal;
}

/** How a model is asked, beside the question. */
export type Manner = Pick<ModelCall, "reasoningEffort" | "verbosity" | "serviceTier">;

/** Tokens and searches that a provider bills. A figure it did not give is `undefined`, never 0. */
export interface Usage {
  readonly inputTokens: number | undefined;
  /** Part of the input that came from the provider's cache. */
  readonly cachedInputTokens?: number;
  /** Answer and thinking together. */
  readonly outputTokens: number | undefined;
  readonly searchCalls?: number;
}

/** A page that a search gave. */
export interface SearchSource {
  readonly url: string;
  readonly title?: string;
  /** When it was published, in the provider's words, where it says so. */
  readonly publishedAt?: string;
}

/** How an answer ended. */
export type Finish = "complete" | "incomplete" | "refused" | "filtered" | "failed" | "pending";

/** What came back for a call that the provider answered at all. */
export interface ModelReply {
  readonly finish: Finish;
  /** The text as it came; empty when there is none. */
  readonly text: string;
  /** What had to be put right before the text was found, as `Ballot.mended`; absent: nothing. */
  readonly mended?: readonly string[];
  /** The provider's own reason where the answer is not complete. */
  readonly reason?: string;
  /** Whether the server's context was too short; it is no answer to keep, for a server is set anew. */
  readonly isContextShort?: boolean;
  /** The model that answered, by its own word. */
  readonly model: string | undefined;
  /** `undefined` when the provider said nothing of it: the cost is then estimated and marked so. */
  readonly usage: Usage | undefined;
  /** Class of service in which it was answered, by the provider's own word. */
  readonly tier?: string;
  /** Id by which a background answer is fetched. */
  readonly id?: string;
  /** Sources that a search gave. */
  readonly sources?: readonly SearchSource[];
  /** What the provider's headers say is left. */
  readonly limits?: RateLimits;
}

/** What is left of a provider's limits, as its headers say. */
export interface RateLimits {
  readonly requestsLeft?: number;
  readonly tokensLeft?: number;
  /** Milliseconds until they are renewed. */
  readonly resetsInMs?: number;
}

/** Why a call gave no reply. */
export type CallFault =
  | "missing key"
  | "refused key"
  | "unknown model"
  | "quota"
  | "rate limit"
  | "server"
  | "connection"
  | "deadline"
  | "stopped"
  | "body too large"
  | "body cut"
  | "not the protocol"
  | "bad request"
  | "expired";

/** A call that gave no reply: what happened, whether trying again can help, and what it may cost. */
export class CallError extends LabError {
  override readonly name = "CallError";
  readonly fault: CallFault;
  /** Whether the same call may succeed later. */
  readonly canRetry: boolean;
  /** Whether the provider may have begun to work, so that the call may be billed. */
  readonly mayCost: boolean;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** The start of what came back, without secrets. */
  readonly raw?: string;
  /** What the headers of a refusal say is left. */
  readonly limits?: RateLimits;
  /** What the provider counted beside an answer that is none. */
  readonly usage?: Usage;
  /** Dollars it was booked at, by whoever books; absent where nobody did. */
  readonly costUsd?: number;

  constructor(
    message: string,
    facts: {
      fault: CallFault;
      canRetry: boolean;
      mayCost: boolean;
      status?: number;
      retryAfterMs?: number;
      raw?: string;
      limits?: RateLimits;
      usage?: Usage;
      costUsd?: number;
      cause?: unknown;
    },
  ) {
    super(message, { cause: facts.cause });
    this.fault = facts.fault;
    this.canRetry = facts.canRetry;
    this.mayCost = facts.mayCost;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.raw = facts.raw;
    this.limits = facts.limits;
    this.usage = facts.usage;
    this.costUsd = facts.costUsd;
  }
}

/** A provider of models, reached over its own wire. It makes one try; retries are the caller's. */
export interface Provider {
  /** Name in settings and tables, such as `openai`. */
  readonly name: string;
  /** Where it is reached; a part of every key under which its answers are kept. */
  readonly baseUrl: string;
  /** Whether it is reached over loopback, where calls cost nothing unless settings say otherwise. */
  readonly isLocal: boolean;
  /** `false` where the protocol knows no bound on the searches of a call. */
  readonly boundsSearches?: boolean;
  /** One try. @throws {CallError} If there is no reply. */
  call(call: ModelCall): Promise<ModelReply>;
  /** Fetches a background answer by its id. @throws {CallError} `expired` if it is gone. */
  fetchAnswer?(id: string, signal: AbortSignal): Promise<ModelReply>;
  /** Ends a background answer; what it has cost stays. */
  cancelAnswer?(id: string, signal: AbortSignal): Promise<void>;
}
