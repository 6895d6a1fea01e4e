import { isInstrument } from "../../market/mod.ts";

/** What a cell should have held, where it holds no ticker; a fund that the lab does not know may be one. */
export function tickerFault(text: string): string | undefined {
  const meant = text.toUpperCase();
  if (!isInstrument(text) && isInstrument(meant)) return `a ticker, written ${meant}`;
  return /^[A-Z0-9.-]{1,12}$/.test(text) ? undefined : "a ticker, such as XLE";
}
