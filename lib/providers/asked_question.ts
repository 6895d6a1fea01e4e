import type { Answerer, Asked, Brief, FailedBallot, NoAnswer } from "../committee/mod.ts";
import type { BallotIssue } from "../errors.ts";
import { outsideLine } from "../outside_text.ts";
import { answererOf, type CutoffOf } from "./answerer.ts";
import { issue } from "./finish_issue.ts";
import { callKey, type MakeCall, type PaidReply } from "./make_call.ts";
import { CallError, type CallFault, type ModelCall, type Provider } from "./provider.ts";
import { isSameModel } from "./same_model.ts";

/** Faults that would meet the next question as well: they end the run, as an error. */
const ENDS_THE_RUN: ReadonlySet<CallFault> = new Set([
  "missing key",
  "refused key",
  "unknown model",
  "quota",
  "bad request",
  "stopped",
]);

/** Faults of an answer that came and cannot be read: a failed ballot, as any other of that kind. */
const UNREADABLE: ReadonlySet<CallFault> = new Set(["body too large", "not the protocol"]);
/** Sum of costs; unknown as soon as one of them is. */
function added(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

/** A question while it is asked: what its calls cost, what came back, and who answered. */
export interface AskedQuestion {
  /** One call with its cost booked; after a fault that concerns this question alone, no answer. */
  made(
    parts: Omit<ModelCall, "signal">,
    tryMs: number,
  ): Promise<PaidReply | NoAnswer | FailedBallot>;
  /** The answer so far as one that is no ballot, and why. */
  failed(issues: readonly BallotIssue[]): FailedBallot;
  /** Notes a text that could not be used, for the record of a failure. */
  noteRaw(raw: string): void;
  /** Whether another model answered than the one that was asked first. */
  otherModel(reply: PaidReply, first: string): BallotIssue | undefined;
  /** Who searched has not written the ballot. */
  forgetAnswerer(): void;
  readonly costUsd: number | undefined;
  /** Wording, and moment and time of its calls as far as whoever made them told. */
  readonly asked: Asked;
  /** When the last call was made, milliseconds since 1970; absent where nobody told. */
  readonly lastAt: number | undefined;
  /** The model of the last reply, by its own word. */
  readonly answered: string | undefined;
  readonly answerer: Answerer | undefined;
}

/** When the calls of a question were made: the last of them, by which all is known, and the time of all. */
function askedTimes(wording: Asked) {
  let lastAt: number | undefined, latencyMs: number | undefined;
  return {
    note(call: PaidReply["asked"]) {
      lastAt = call?.at ?? lastAt;
      if (call?.latencyMs !== undefined) latencyMs = (latencyMs ?? 0) + call.latencyMs;
    },
    asked: (): Asked => ({
      ...wording,
      ...(lastAt === undefined ? {} : { askedAt: new Date(lastAt).toISOString() }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    }),
    lastAt: () => lastAt,
  };
}

/** Opens a question to a model. @param by Who asks, and how calls are made and models told apart. */
export function askedQuestion(
  { sector, day }: Pick<Brief, "sector" | "day">,
  by: {
    readonly analyst: string;
    readonly sample: number;
    readonly provider: Provider;
    readonly signal: AbortSignal;
    readonly makeCall: MakeCall;
    readonly cutoffOf: CutoffOf;
    /** Other names of the model that is asked, and of one that took over. */
    readonly alsoCalled: readonly string[];
    readonly alsoCalledOf: (served: Pick<Answerer, "provider" | "asked">) => readonly string[];
    /** Version of the wording, and whether it hides names and dates. */
    readonly wording: Required<Pick<Asked, "prompt" | "masked">>;
  },
): AskedQuestion {
  // Long because what a call changes, costs, texts and who answered, is told by all that is given back.
  const { analyst, sample, provider, signal, makeCall, cutoffOf, alsoCalled, alsoCalledOf } = by;
  const names = { analyst, sector, day, sample };
  const about = { provider, ...names };
  const raws: string[] = [];
  let costUsd: number | undefined = 0;
  let answered: string | undefined, answerer: Answerer | undefined;
  const times = askedTimes(by.wording);

  const failed = (issues: readonly BallotIssue[]): FailedBallot => ({
    kind: "failed",
    ...names,
    raw: raws.filter((raw) => raw !== "").join("\n\n--- and after one repair ---\n\n"),
    issues,
    ...(answered === undefined ? {} : { model: answered }),
    ...(answerer === undefined ? {} : { answeredBy: answerer }),
    asked: times.asked(),
    costUsd,
  });

  async function made(
    parts: Omit<ModelCall, "signal">,
    tryMs: number,
  ): Promise<PaidReply | NoAnswer | FailedBallot> {
    const call: ModelCall = { ...parts, signal };
    try {
      const reply = await makeCall(call, {
        ...about,
        key: callKey(call, about),
        deadlineMs: tryMs,
      });
      costUsd = added(costUsd, reply.costUsd);
      times.note(reply.asked);
      answered = reply.model === undefined ? answered : outsideLine(reply.model);
      answerer = answererOf(reply, { provider: provider.name, model: parts.model }, cutoffOf);
      return reply;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CallError) || ENDS_THE_RUN.has(error.fault)) throw error;
      costUsd = added(costUsd, error.costUsd ?? (error.mayCost ? undefined : 0));
      const { fault, status = 200 } = error;
      if (UNREADABLE.has(fault) && status >= 200 && status < 300) {
        raws.push(error.raw ?? "");
        return failed([issue(fault.replaceAll(" ", "_"), `${error.message}.`)]);
      }
      return {
        kind: "unanswered",
        ...names,
        reason: `${error.message}.`,
        costUsd,
      };
    }
  }

  function otherModel(reply: PaidReply, first: string): BallotIssue | undefined {
    const { servedBy } = reply;
    const asked = servedBy?.model ?? first;
    const also = servedBy ? alsoCalledOf({ provider: servedBy.provider, asked }) : alsoCalled;
    if (reply.model === undefined || isSameModel(asked, reply.model, also)) return;
    return issue(
      "other_model",
      `${asked} was asked, and ${
        outsideLine(reply.model)
      } answered. If that is the same model under ` +
        "another name, list the name under alsoCalled.",
    );
  }

  return {
    made,
    failed,
    otherModel,
    noteRaw: (raw) => void raws.push(raw),
    forgetAnswerer: () => void (answered = answerer = undefined),
    get costUsd() {
      return costUsd;
    },
    get asked() {
      return times.asked();
    },
    get lastAt() {
      return times.lastAt();
    },
    get answered() {
      return answered;
    },
    get answerer() {
      return answerer;
    },
  };
}
