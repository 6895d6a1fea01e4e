import { DataError } from "../../errors.ts";
import { quotedValue } from "../../outside_text.ts";
import type { OwnFigure } from "../market.ts";

/** Figures of one's own that a brief may hold; more would be a prompt of their own. */
const MOST_FIGURES = 60;

/**
 * Checks figures of the reader's own against each other: one name is one figure in one unit, or its ranks
 * among the sectors would mean nothing.
 *
 * @param figures In the order of their file.
 * @param rowName What a row is called in a message, such as `line 3`.
 * @throws {DataError} If two names read alike, one figure has two units, or there are too many.
 */
export function checkFigures(figures: readonly OwnFigure[], rowName: (i: number) => string): void {
  const where = figures[0]?.origin?.file ?? "figures";
  const known = new Map<string, number>();
  const refuse = (i: number, what: string): never => {
    throw new DataError(`Cannot read ${where}, ${rowName(i)}: ${what}`, { where });
  };
  figures.forEach(({ pillar, name, unit, address }, i) => {
    // The part of the address that the name became.
    const key = `${pillar} ${address.split("/")[3]}`, first = known.get(key);
    if (first === undefined) {
      known.set(key, i);
      if (known.size > MOST_FIGURES) {
        refuse(
          i,
          `more than ${MOST_FIGURES} figures of one's own are no brief; keep those that matter`,
        );
      }
      return;
    }
    const other = figures[first];
    if (other.name !== name) {
      refuse(
        i,
        `the name ${quotedValue(name)} reads like ${quotedValue(other.name)} in ${
          rowName(first)
        }; ` +
          "write both alike, or call one of them otherwise",
      );
    }
    if (other.unit !== unit) {
      refuse(
        i,
        `${name} of ${pillar} is in ${quotedValue(unit)}, and in ${quotedValue(other.unit)} in ` +
          `${rowName(first)}; a figure has one unit`,
      );
    }
  });
}
