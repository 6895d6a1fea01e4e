import { voiceOf } from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import type { Market } from "../market/mod.ts";
import { outsideLine, quotedValue } from "../outside_text.ts";
import { askedForward, type BallotMarket, type RecordedBallot } from "../record/mod.ts";
import { counted, listed } from "../words.ts";

/** Which ballots are meant where there are several kinds; texts may be first letters. */
export interface BallotChoice {
  /** Analysts, or their voices where a fallback answered; all by default. */
  readonly analyst?: readonly string[];
  /** Model that answered, by its own word. */
  readonly model?: string;
  readonly prompt?: string;
  readonly rubric?: string;
  readonly masked?: boolean;
  /** Weeks ahead. */
  readonly horizon?: number;
  /** Before anybody could know what came of it, or later. */
  readonly asked?: "forward" | "past";
}

/** Letters of a hash that are shown. */
const SHOWN = 12;

/** What ballots differ in that are never pooled, by the name under which one is chosen. */
const KINDS = {
  rubric: ({ rubric }: RecordedBallot) => rubric.slice(0, SHOWN),
  horizon: ({ ballot }: RecordedBallot) => String(ballot.horizonWeeks),
  masked: ({ masked }: RecordedBallot) => String(masked),
} as const;

const marketPhrase = (market: BallotMarket): string =>
  market.kind === "simulated"
    ? `the simulated market of seed ${market.seed}`
    : market.kind === "industries"
    ? "the bundled industries"
    : "real prices";

/** The market of ballots as a market has it; files may have changed since, which is no other market. */
export function ownBallotMarket(
  { source, frequency }: Pick<Market, "source" | "frequency">,
): string {
  return source.kind === "simulated"
    ? marketPhrase(source)
    : marketPhrase(frequency === "monthly" ? { kind: "industries" } : { kind: "real", data: "" });
}

/** How often each of some values stands there, in the order of first sight. */
function tallied(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function several(where: string, name: string, counts: ReadonlyMap<string, number>, of = ""): never {
  const kinds = [...counts].map(([value, n]) =>
    `${outsideLine(value, 80)} (${counted(n, "ballot")})`
  );
  const [one] = counts.keys();
  throw new DataError(
    `Cannot use ${where}: its ballots${of} are of several kinds, which are never pooled: ${name} ` +
      `${listed(kinds)}; choose one, as --of ${name}=${outsideLine(one, 80)}`,
    { where, column: name },
  );
}

/**
 * The ballots of one kind: about one market, of one rubric and horizon, masked or not, and each
 * analyst's of one prompt.
 *
 * @param ballots Of any kinds.
 * @param options.where What they are called in a message.
 * @param options.market The market they must be about; ballots about another are left out, and said.
 * @param options.choice Which of several kinds; needed where there are several.
 * @returns The ballots in their order, and what was left out, as sentences.
 * @throws {DataError} If none is left, or they are of several kinds; names the kinds and how to choose.
 *
 * @example Masked and unmasked are never pooled
 * ```ts
 * import { chosenBallots } from "lab/scores";
 * import { throws } from "node:assert/strict";
 *
 * throws(
 *   () => chosenBallots([], { where: "ballots.parquet", market: "real prices" }),
 *   /it holds no ballot/,
 * );
 * ```
 */
export function chosenBallots(
  ballots: readonly RecordedBallot[],
  { where, market, choice = {} }: {
    readonly where: string;
    readonly market: string;
    readonly choice?: BallotChoice;
  },
): { readonly ballots: readonly RecordedBallot[]; readonly notes: readonly string[] } {
  const refuse = (why: string): never => {
    throw new DataError(`Cannot use ${where}: ${why}`, { where });
  };
  if (ballots.length === 0) refuse("it holds no ballot");
  const about = ballots.filter((one) => marketPhrase(one.market) === market);
  const others = tallied(
    ballots.flatMap((one) => marketPhrase(one.market) === market ? [] : [marketPhrase(one.market)]),
  );
  const elsewhere = [...others].map(([name, n]) => `${counted(n, "ballot")} about ${name}`);
  if (about.length === 0) {
    refuse(`it holds ${listed(elsewhere)}, and this market is ${market}; need ballots about it`);
  }
  let left: readonly RecordedBallot[] = about;
  const matching = (
    name: string,
    value: string,
    has: (one: RecordedBallot) => readonly string[],
  ) => {
    const found = left.filter((one) => has(one).some((own) => own.startsWith(value)));
    if (found.length === 0) {
      const there = [...tallied(left.map((one) => has(one)[0])).keys()];
      refuse(
        `no ballot has ${name} ${quotedValue(value)}; it has ${
          listed(there.map((one) => outsideLine(one, 80)))
        }`,
      );
    }
    return found;
  };
  const narrow = (...by: Parameters<typeof matching>) => void (left = matching(...by));
  if (choice.analyst !== undefined) {
    const wanted = choice.analyst.map((name) => {
      const found = left.filter(({ ballot }) => [ballot.analyst, voiceOf(ballot)].includes(name));
      return found.length > 0
        ? found
        : matching("analyst", name, ({ ballot }) => [voiceOf(ballot)]);
    });
    const kept = new Set(wanted.flat());
    left = left.filter((one) => kept.has(one));
  }
  const { model, asked } = choice;
  if (model !== undefined) {
    narrow("model", model, ({ ballot: { answeredBy: by } }) => [by?.model ?? by?.asked ?? "none"]);
  }
  if (asked !== undefined) {
    narrow("asked", asked, ({ ballot, askedAt }) => [
      askedForward(ballot.day, askedAt) ? "forward" : "past",
    ]);
  }
  for (const [name, of] of Object.entries(KINDS)) {
    const wanted = choice[name as keyof typeof KINDS];
    if (wanted !== undefined) narrow(name, String(wanted), (one) => [of(one)]);
    const counts = tallied(left.map(of));
    if (counts.size > 1) several(where, name, counts);
  }
  left = ofOnePrompt(left, where, choice.prompt, narrow);
  const dropped = about.length - left.length;
  return {
    ballots: left,
    notes: [
      ...(elsewhere.length > 0
        ? [`Left out, for this market is ${market}: ${listed(elsewhere)}.`]
        : []),
      ...(dropped > 0 ? [`${counted(dropped, "ballot")} of other kinds left out by --of.`] : []),
    ],
  };
}

/** Each analyst has prompts of its own; of one who answered several the chosen one is kept. */
function ofOnePrompt(
  ballots: readonly RecordedBallot[],
  where: string,
  choice: string | undefined,
  narrow: (name: string, value: string, has: (one: RecordedBallot) => readonly string[]) => void,
): readonly RecordedBallot[] {
  if (choice !== undefined && !ballots.some(({ prompt }) => prompt.startsWith(choice))) {
    narrow("prompt", choice, ({ prompt }) => [prompt]);
  }
  const byAnalyst = Map.groupBy(ballots, ({ ballot }) => ballot.analyst);
  return [...byAnalyst].flatMap(([analyst, own]) => {
    const counts = tallied(own.map(({ prompt }) => prompt));
    if (counts.size === 1) return own;
    if (choice === undefined) several(where, "prompt", counts, ` of ${outsideLine(analyst, 80)}`);
    const exact = own.filter(({ prompt }) => prompt === choice);
    const kept = exact.length > 0 ? exact : own.filter(({ prompt }) => prompt.startsWith(choice!));
    if (new Set(kept.map(({ prompt }) => prompt)).size > 1) {
      several(where, "prompt", tallied(kept.map(({ prompt }) => prompt)), ` of ${analyst}`);
    }
    return kept;
  });
}
