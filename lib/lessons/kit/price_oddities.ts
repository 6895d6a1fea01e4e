import type { PriceWarning } from "../../market/mod.ts";
import { counted } from "../../words.ts";

/** Warnings that a lesson shows in full; the others are counted. */
const SHOWN_WARNINGS = 4;

/**
 * What a reader must know of a price file before a figure made of it, as sentences.
 *
 * @param warnings Of the market; those that were accepted are left out.
 */
export function priceOddities(warnings: readonly PriceWarning[]): readonly string[] {
  const told = warnings.filter(({ accepted }) => !accepted);
  // How a file was laid out stands last, or a folder's many files would hide what is odd in them.
  const isLayout = ({ kind }: PriceWarning) => kind === "layout";
  const open = [...told.filter((one) => !isLayout(one)), ...told.filter(isLayout)]
    .map(({ message }) => message);
  const more = open.length - SHOWN_WARNINGS;
  return [
    ...open.slice(0, SHOWN_WARNINGS),
    ...(more > 0
      ? [
        `${counted(more, "more warning")} of these prices ${
          more > 1 ? "stand" : "stands"
        } in the ` +
        "list `warnings` of their market.",
      ]
      : []),
  ];
}
