import { HORIZON_WEEKS } from "../days.ts";
import type { z } from "zod";
import { BallotError, type BallotIssue } from "../errors.ts";
import type { Sector } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import type { Day } from "../units.ts";
import { answerJson } from "./answer_json.ts";
import { type Answer, answerSchema, type Ballot, ballotScore } from "./ballot.ts";
import { DEFAULT_WEIGHTS, type PillarWeights } from "./rubric.ts";
import { rating } from "./weighted_score.ts";

/** What the lab knows about an answer before it reads it. */
export interface ParseBallotOptions {
  /** The sector that was asked about; an answer about another one fails. */
  readonly sector: Sector;
  /** The day of the decision. */
  readonly day: Day;
  /** Name of the analyst that answers. */
  readonly analyst: string;
  /** Weeks ahead that the rubric asked about; 4 by default. */
  readonly horizonWeeks?: number;
  /** Which repetition of the same question, from 0. */
  readonly sample?: number;
  /**
   * Addresses that the brief holds. If given, a reference to any other `lab:` address fails: a
   * model that cites a row it was never shown has made it up.
   */
  readonly addresses?: ReadonlySet<string>;
  /** Names used in a masked prompt and what they stand for (see `prompt`). */
  readonly unmask?: ReadonlyMap<string, string>;
  /**
   * What happens to a sum that the analyst was not asked for (`weightedScore`, `rating`): `ignore`
   * drops it unseen, `check` fails a ballot whose sum contradicts its own sub-scores.
   */
  readonly ownSum?: "ignore" | "check";
  /** Weights for `ownSum: "check"`; 50/25/25 by default. */
  readonly weights?: PillarWeights;
}

/** Characters of an address at most; longer ones are no addresses. */
const MOST_IN_URL = 2000;

/** Two decimals are what models print; a sum within half of the last one is not a contradiction. */
const OWN_SUM_TOLERANCE = 0.005 + 1e-9;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** zod's issue as a fault of the lab with a sentence that says what would be right. */
function plainIssue(issue: z.core.$ZodIssue, answer: unknown): BallotIssue {
  const path = issue.path.map(String).join(".");
  const where = path === "" ? "The answer" : path;
  const value = valueAt(answer, issue.path);
  const fault = (code: string, need: string): BallotIssue => ({
    code,
    path,
    message: value === undefined
      ? `${where} is missing; need ${need}.`
      : `${where} needs ${need}, got ${shown(value)}.`,
  });
  if (issue.code === "too_small" || issue.code === "too_big") {
    const bound = issue.code === "too_small"
      ? `at least ${issue.minimum}`
      : `at most ${issue.maximum}`;
    if (issue.origin === "string") {
      const got = typeof value === "string" ? value.length : 0;
      return {
        code: "wrong_length",
        path,
        message: `${where} needs ${bound} characters, got ${got}.`,
      };
    }
    return issue.origin === "array"
      ? fault("wrong_length", `${bound} items`)
      : fault("out_of_range", `a number of ${bound}`);
  }
  if (value === undefined) {
    return fault(
      "missing",
      issue.code === "invalid_type" ? `a value (${issue.expected})` : "a value",
    );
  }
  if (issue.code === "invalid_type") {
    return issue.expected === "int"
      ? fault("not_integer", "a whole number")
      : fault("wrong_type", `a value of type ${issue.expected}`);
  }
  if (issue.code === "invalid_value") {
    return fault("wrong_value", `one of ${issue.values.map((one) => shown(one)).join(", ")}`);
  }
  if (issue.code === "invalid_union") {
    return fault("wrong_value", 'the kind "score" or "abstention"');
  }
  if (issue.code === "invalid_format" || issue.code === "custom") {
    return fault(
      "wrong_format",
      path.endsWith("accessedAt")
        ? "a date and time as 2020-03-20T16:00"
        : "an http(s) or lab: address without spaces",
    );
  }
  return { code: "invalid", path, message: `${where}: ${issue.message}.` };
}

/** A copy of the answer whose texts are fit to be shown: one line each, without what nobody sees. */
function fitted(value: unknown): unknown {
  if (typeof value === "string") return outsideLine(value, Infinity);
  if (Array.isArray(value)) return value.map(fitted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fitted(one)]));
}

/** A copy of the answer in which masked names and addresses are the true ones again. */
function unmasked(answer: unknown, unmask: ReadonlyMap<string, string>): unknown {
  if (typeof answer !== "object" || answer === null) return answer;
  const copy: Record<string, unknown> = { ...answer };
  const truth = (value: unknown) => typeof value === "string" ? unmask.get(value) ?? value : value;
  copy.sector = truth(copy.sector);
  if (Array.isArray(copy.references)) {
    copy.references = copy.references.map((one: unknown) =>
      typeof one === "object" && one !== null
        ? { ...one, url: truth((one as Record<string, unknown>).url) }
        : one
    );
  }
  return copy;
}

function ownSumIssues(
  raw: Readonly<Record<string, unknown>>,
  answer: Answer,
  weights: PillarWeights,
): readonly BallotIssue[] {
  const computed = ballotScore(answer, weights);
  const truths: readonly [string, number | undefined, number][] = [
    ["weightedScore", computed.score, OWN_SUM_TOLERANCE],
    ["weighted_score", computed.score, OWN_SUM_TOLERANCE],
    ["rating", computed.score === undefined ? undefined : rating(computed.score), 1e-9],
  ];
  return truths.flatMap(([path, truth, tolerance]) => {
    const own = raw[path];
    if (own === undefined) return [];
    return typeof own === "number" && truth !== undefined && Math.abs(own - truth) <= tolerance
      ? []
      : [{
        code: "wrong_sum",
        path,
        message: `${path} contradicts the sub-scores: they make ${truth ?? "no score"}, ` +
          `the answer says ${shown(own)}.`,
      }];
  });
}

/**
 * The ballot that an analyst's raw answer holds.
 *
 * Everything is checked here, whichever analyst answered: shape, bounds, the sector, keys given
 * twice, made-up references. What is not readable is a failed ballot, never a score of 3. What local
 * models put around their JSON is taken off where one object can be meant (`answerJson`), and stands
 * in `mended`.
 *
 * @param raw The answer as it came: one JSON object.
 * @param options The question's sector, day and analyst, and how strict to be.
 * @throws {BallotError} If the answer is no valid ballot; holds the raw text and every issue found,
 *   each with a code (`empty`, `truncated`, `not_json`, `duplicate_key`, `several_answers`,
 *   `unclosed_thinking`, `only_thinking`, `wrong_sector`, `missing`, `out_of_range`, `not_integer`,
 *   `wrong_type`, `wrong_value`, `wrong_length`, `wrong_format`, `unknown_reference`, `wrong_sum`), a
 *   path and a sentence.
 *
 * @example An answer about another sector
 * ```ts
 * import { parseBallot } from "lab/committee";
 * import { BallotError } from "lab/errors";
 * import { day } from "lab/units";
 * import { throws } from "node:assert/strict";
 *
 * throws(
 *   () => parseBallot("I would rather not say.", {
 *     sector: "XLK",
 *     day: day("2020-03-20"),
 *     analyst: "someone",
 *   }),
 *   (error) => error instanceof BallotError && error.issues[0].code === "not_json",
 * );
 * ```
 */
export function parseBallot(raw: string, options: ParseBallotOptions): Ballot {
  const { sector, day, analyst, horizonWeeks = HORIZON_WEEKS, sample = 0 } = options;
  const failed = (issues: readonly BallotIssue[]) =>
    new BallotError(
      `Cannot read the ballot of ${analyst} on ${sector}: ${issues[0].message}` +
        (issues.length > 1 ? ` (and ${issues.length - 1} more)` : ""),
      { issues, raw },
    );

  const json = answerJson(raw);
  if (json.issues.length > 0) throw failed(json.issues);
  const seen = fitted(json.value);
  const answer = options.unmask ? unmasked(seen, options.unmask) : seen;

  const asked = valueAt(answer, ["sector"]);
  const parsed = answerSchema.safeParse(answer);
  const issues: BallotIssue[] = [];
  if (typeof asked === "string" && asked !== sector) {
    issues.push({
      code: "wrong_sector",
      path: "sector",
      message: `sector needs ${shown(sector)}, which was asked about, got ${shown(asked)}.`,
    });
  }
  if (!parsed.success) {
    for (const one of parsed.error.issues) {
      // Another sector is named above, whether it exists or not.
      if (one.path.join(".") === "sector" && issues.length > 0) continue;
      issues.push(plainIssue(one, answer));
    }
    throw failed(issues);
  }
  parsed.data.references.forEach(({ url }, i) => {
    if (url.length <= MOST_IN_URL) return;
    issues.push({
      code: "wrong_length",
      path: `references.${i}.url`,
      message: `references.${i}.url needs at most ${MOST_IN_URL} characters, got ${url.length}.`,
    });
  });
  const { addresses } = options;
  if (addresses) {
    parsed.data.references.forEach(({ url }, i) => {
      if (url.startsWith("lab:") && !addresses.has(url)) {
        issues.push({
          code: "unknown_reference",
          path: `references.${i}.url`,
          message: `references.${i}.url needs an address that the brief holds, got ${shown(url)}.`,
        });
      }
    });
  }
  if (options.ownSum === "check") {
    issues.push(...ownSumIssues(
      answer as Record<string, unknown>,
      parsed.data,
      options.weights ?? DEFAULT_WEIGHTS,
    ));
  }
  if (issues.length > 0) throw failed(issues);
  const { mended } = json;
  return {
    analyst,
    day,
    horizonWeeks,
    sample,
    ...parsed.data,
    ...(mended.length === 0 ? {} : { mended }),
  };
}
