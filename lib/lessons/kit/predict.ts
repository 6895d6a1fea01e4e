import { isSector, type Sector, SECTOR_LABELS, SECTORS } from "../../market/mod.ts";
import { number, percent, sharesLabel } from "../../charts/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import type { Shares } from "../../stats/mod.ts";
import { answerFault } from "./answer_fault.ts";
import { decimalComma } from "./decimal_comma.ts";
import { type Notice, notice } from "./notice.ts";

/**
 * What a prediction asks for: a sector, a share, a number, a whole number, three weights, or one of
 * some words.
 */
type GuessKind = "sector" | "share" | "number" | "count" | "weights" | readonly string[];

/** The guess that a kind of prediction stores. */
export type GuessOf<Kind> = Kind extends "sector" ? Sector
  : Kind extends "weights" ? Shares
  : Kind extends readonly (infer Word)[] ? Word
  : number;

/** How a lesson's guesses are stored and read. */
interface Predictions<Kinds extends Readonly<Record<string, GuessKind>>> {
  /**
   * Stores the reader's guess; `undefined` clears an earlier one.
   *
   * @throws {RangeError} If the lesson has no prediction of this id.
   */
  readonly predict: (id: keyof Kinds & string, guess: unknown, ...more: unknown[]) => Notice;
  /** The guess stored under an id; `undefined` without one, and the chart then has no mark. */
  readonly guessOf: <Id extends keyof Kinds & string>(id: Id) => GuessOf<Kinds[Id]> | undefined;
}

/** The sector that a text names, by ticker or by label, whatever its case. */
function sectorNamed(text: string): Sector | undefined {
  const upper = text.trim().toUpperCase();
  if (isSector(upper)) return upper;
  return SECTORS.find((sector) => SECTOR_LABELS[sector].toUpperCase() === upper);
}

/** Three shares that a guess stands for, or what is wrong with it; percents are read as shares. */
function sharesGiven(guess: unknown): Shares | string {
  const list = Array.isArray(guess) ? guess : [];
  const fault = list.length === 3
    ? list.map((one) => answerFault(one, "number", "a weight of the guess")).find(Boolean)
    : "The guess is three weights in square brackets, such as [0.5, 0.25, 0.25].";
  if (fault) return fault;
  const sum = list.reduce((total: number, one: number) => total + one, 0);
  const whole = sum > 2 ? 100 : 1;
  if (list.some((one) => one < 0) || Math.abs(sum - whole) > 1e-6) {
    return `The weights of the guess sum to ${
      Number(sum.toPrecision(6))
    }; three weights from 0 sum to 1.`;
  }
  // What is left of rounding goes to the last weight: the chart wants a sum of 1.
  const [first, second] = list.map((one) => one / sum);
  return [first, second, Math.max(0, 1 - first - second)];
}

/**
 * The `predict` and `guessOf` of a lesson: a reader's guess is stored, so that the chart which answers
 * can carry it as a dashed mark.
 *
 * A guess has no right or wrong here. A share given as a percentage is read as one, and said so;
 * a guess of the wrong kind is not stored and gets a sentence.
 *
 * @param kinds What each prediction asks for, by lesson and section, such as `00.4`.
 *
 * @example
 * ```ts
 * import { guessOf, predict } from "lab/lesson/00";
 * import { equal } from "node:assert/strict";
 *
 * equal(predict("00.4", "Energy").message, "Your guess: XLE. Run the next cell to see.");
 * equal(guessOf("00.4"), "XLE");
 * predict("00.7", 20);
 * equal(guessOf("00.7"), 0.2);
 * ```
 */
export function predictionsFor<const Kinds extends Readonly<Record<string, GuessKind>>>(
  kinds: Kinds,
): Predictions<Kinds> {
  const guesses = new Map<string, unknown>();
  return {
    predict: (id, guess, ...more) => {
      const kind = kinds[id];
      if (kind === undefined) {
        throw new RangeError(
          `Cannot store a guess: need one of ${Object.keys(kinds).join(", ")}, got ${
            quotedValue(id)
          }`,
        );
      }
      guesses.delete(id);
      const comma = decimalComma(guess, more[0]);
      if (comma) return comma;
      if (guess === undefined) {
        return notice("note", "No guess yet: write one in place of undefined, or go on without.");
      }
      const read = guessRead(kind, guess);
      if ("fault" in read) return notice("mistake", read.fault);
      guesses.set(id, read.guess);
      return notice(
        "note",
        `${read.remark ?? ""}Your guess: ${read.shown}. Run the next cell to see.`,
      );
    },
    guessOf: (id) => guesses.get(id) as ReturnType<Predictions<Kinds>["guessOf"]>,
  };
}

/** A guess as it is stored and shown, or what is wrong with it. */
type GuessRead =
  | { readonly guess: unknown; readonly shown: string; readonly remark?: string }
  | { readonly fault: string };

function guessRead(kind: GuessKind, guess: unknown): GuessRead {
  if (kind === "weights") {
    const shares = sharesGiven(guess);
    return typeof shares === "string"
      ? { fault: shares }
      : { guess: shares, shown: sharesLabel(shares) };
  }
  const isWord = kind === "sector" || typeof kind === "object";
  const fault = answerFault(guess, isWord ? "text" : "number", "the guess");
  if (fault) return { fault };
  if (typeof kind === "object") {
    const word = kind.find((one) => one === (guess as string).trim().toLowerCase());
    return word === undefined
      ? { fault: `The guess is ${quotedValue(guess)}; write one of ${kind.join(", ")}.` }
      : { guess: word, shown: word };
  }
  if (kind === "sector") {
    const sector = sectorNamed(guess as string);
    return sector === undefined
      ? { fault: `No sector is called ${quotedValue(guess)}; write one of ${SECTORS.join(", ")}.` }
      : { guess: sector, shown: sector };
  }
  const given = guess as number;
  if (kind === "number") return { guess: given, shown: number(given) };
  if (kind === "count") {
    return Number.isInteger(given) && given >= 0
      ? { guess: given, shown: String(given) }
      : { fault: `The guess is ${given}; a count is a whole number from 0.` };
  }
  // No single weight can pass one; a number above it was meant in percent.
  const share = Math.abs(given) > 1 ? given / 100 : given;
  if (Math.abs(share) > 1) {
    return { fault: `The guess is ${given}; a share lies between −1 and 1.` };
  }
  const remark = share === given ? "" : `${given} is read as ${given} %, a share of ${share}. `;
  return { guess: share, shown: percent(share, { signed: true }), remark };
}
