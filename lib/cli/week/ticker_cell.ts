import { isInstrument } from "../../market/mod.ts";
import { CASH } from "../../portfolio/mod.ts";

/** What a cell should have held, where it holds no ticker; a fund that the lab does not know may be one. */
export function tickerFault(text: string): string | undefined {
  // Cash is no fund that is bought or splits: it moves by cash and fees.
  const meant = text.toUpperCase();
  if (!isInstrument(text) && isInstrument(meant)) return `a ticker, written ${meant}`;
  return /^[A-Z0-9.-]{1,12}$/.test(text) && text !== CASH ? undefined : "a ticker, such as XLE";
}
