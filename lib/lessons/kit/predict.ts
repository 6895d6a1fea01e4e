import { isSector, type Sector, SECTOR_LABELS, SECTORS } from "../../market/mod.ts";
import { number, percent, sharesLabel } from "../../charts/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import type { Shares } from "../../sweep/mod.ts";
import { answerFault } from "./answer_fault.ts";
import { decimalComma } from "./decimal_comma.ts";
import { type Guesses, PREDICTIONS } from "./exercises.ts";
import { type Notice, notice } from "./notice.ts";

const guesses = new Map<string, unknown>();

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
 * Stores the reader's guess, so that the chart which answers can carry it as a dashed mark.
 *
 * A guess has no right or wrong here. A share given as a percentage is read as one, and said so;
 * a guess of the wrong kind is not stored and gets a sentence.
 *
 * @param id Lesson and section, such as `00.4`.
 * @param guess What the reader expects; `undefined` clears an earlier guess.
 * @throws {RangeError} If no prediction has this id.
 *
 * @example
 * ```ts
 * import { guessOf, predict } from "lab/lesson";
 * import { equal } from "node:assert/strict";
 *
 * equal(predict("00.4", "Energy").message, "Your guess: XLE. Run the next cell to see.");
 * equal(guessOf("00.4"), "XLE");
 * predict("00.7", 20);
 * equal(guessOf("00.7"), 0.2);
 * ```
 */
export function predict(id: keyof Guesses, guess: unknown, ...more: unknown[]): Notice {
  const kind = PREDICTIONS[id];
  if (kind === undefined) {
    throw new RangeError(
      `Cannot store a guess: need one of ${Object.keys(PREDICTIONS).join(", ")}, got ${
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
  if (kind === "weights") {
    const shares = sharesGiven(guess);
    if (typeof shares === "string") return notice("mistake", shares);
    guesses.set(id, shares);
    return notice("note", `Your guess: ${sharesLabel(shares)}. Run the next cell to see.`);
  }
  const isWord = kind === "sector" || typeof kind === "object";
  const fault = answerFault(guess, isWord ? "text" : "number", "the guess");
  if (fault) return notice("mistake", fault);
  if (typeof kind === "object") {
    const words: readonly string[] = kind;
    const word = words.find((one) => one === (guess as string).trim().toLowerCase());
    if (word === undefined) {
      return notice(
        "mistake",
        `The guess is ${quotedValue(guess)}; write one of ${words.join(", ")}.`,
      );
    }
    guesses.set(id, word);
    return notice("note", `Your guess: ${word}. Run the next cell to see.`);
  }
  if (kind === "sector") {
    const sector = sectorNamed(guess as string);
    if (!sector) {
      return notice(
        "mistake",
        `No sector is called ${quotedValue(guess)}; write one of ${SECTORS.join(", ")}.`,
      );
    }
    guesses.set(id, sector);
    return notice("note", `Your guess: ${sector}. Run the next cell to see.`);
  }
  const given = guess as number;
  if (kind === "number") {
    guesses.set(id, given);
    return notice("note", `Your guess: ${number(given)}. Run the next cell to see.`);
  }
  if (kind === "count") {
    if (!Number.isInteger(given) || given < 0) {
      return notice("mistake", `The guess is ${given}; a count is a whole number from 0.`);
    }
    guesses.set(id, given);
    return notice("note", `Your guess: ${given}. Run the next cell to see.`);
  }
  // No single weight can pass one; a number above it was meant in percent.
  const share = Math.abs(given) > 1 ? given / 100 : given;
  if (Math.abs(share) > 1) {
    return notice("mistake", `The guess is ${given}; a share lies between −1 and 1.`);
  }
  guesses.set(id, share);
  const read = share === given ? "" : `${given} is read as ${given} %, a share of ${share}. `;
  return notice(
    "note",
    `${read}Your guess: ${percent(share, { signed: true })}. Run the next cell to see.`,
  );
}

/** The guess stored under an id; `undefined` without one, and the chart then has no mark. */
export function guessOf<Id extends keyof Guesses>(id: Id): Guesses[Id] | undefined {
  return guesses.get(id) as Guesses[Id] | undefined;
}
