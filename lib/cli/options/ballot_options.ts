import type { BallotChoice } from "../../scores/mod.ts";
import { many, option, type Reader } from "./option.ts";
import { file } from "./readers.ts";

/** What `--ballots` calls the record of this machine. */
export const RECORD_WORD = "record";

type KindName = keyof BallotChoice;
type Kind = readonly [KindName, string];

/** What a value of each kind must be, and how it is said. */
const KINDS: Readonly<Record<KindName, readonly [RegExp, string]>> = {
  analyst: [/\S/, "analyst=NAME"],
  model: [/\S/, "model=NAME"],
  prompt: [/\S/, "prompt=VERSION"],
  rubric: [/^[0-9a-f]+$/, "the first letters of its hash, as rubric=0a1b"],
  masked: [/^(true|false)$/, "masked=true or masked=false"],
  horizon: [/^[1-9]\d?$/, "weeks, as horizon=4"],
  asked: [/^(forward|past)$/, "asked=forward or asked=past"],
};
const NAMES = Object.keys(KINDS) as KindName[];

const kind: Reader<Kind> = (text, refuse) => {
  const at = text.indexOf("="), value = text.slice(at + 1).trim();
  const name = NAMES.find((one) => one === text.slice(0, at).trim());
  if (name === undefined) {
    return refuse(`a kind of ballots, as masked=false; the kinds are ${NAMES.join(", ")}`);
  }
  const [pattern, need] = KINDS[name];
  return pattern.test(value) ? [name, value] : refuse(need);
};

/** Which ballots are meant where there are several kinds. */
export function of(needs: string) {
  return {
    of: many(kind, {
      value: "NAME=VALUE",
      help: `which ballots, where there are several kinds, such as masked=false: ${
        NAMES.join(", ")
      }`,
      needs: [needs, "it chooses among ballots"],
    }),
  };
}

/** Options of every command that takes ballots over time. */
export const BALLOTS = {
  ballots: option(file, {
    value: `FILE|${RECORD_WORD}`,
    help:
      "a committee's ballots, as `committee` writes them (ballots.parquet), or the record of all " +
      "that were polled; their cutoffs and costs come along",
    notWith: { scores: "ballots are scores, and need one or the other" },
  }),
  ...of("ballots"),
};

/** The ballots that a command line chooses; of analysts all that are named, else the last that was said. */
export function ballotChoice({ of: kinds }: { readonly of: readonly Kind[] }): BallotChoice {
  const { masked, horizon, analyst: _, ...texts } = Object.fromEntries(kinds) as Partial<
    Record<KindName, string>
  >;
  const analyst = kinds.flatMap(([name, value]) => name === "analyst" ? [value] : []);
  return {
    ...texts as Pick<BallotChoice, "model" | "prompt" | "rubric" | "asked">,
    ...(analyst.length > 0 ? { analyst } : {}),
    ...(masked === undefined ? {} : { masked: masked === "true" }),
    ...(horizon === undefined ? {} : { horizon: Number(horizon) }),
  };
}
