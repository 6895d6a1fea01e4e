import { shown } from "../arguments.ts";
import type { Day } from "../units.ts";
import { counted, decimals, dollars } from "../words.ts";
import type { Fill } from "./fill.ts";
import type { SplitTerms } from "./split_like.ts";

/** What came otherwise than it was ordered, or cannot be explained. */
export type Finding =
  & {
    /** Whether somebody must say yes before the account is taken as it follows. */
    readonly stops: boolean;
    /** What, where, and what would be right. */
    readonly sentence: string;
  }
  & (
    | {
      readonly kind: "fewer" | "more";
      readonly ticker: string;
      /** Signed shares, as they counted on the day of the decision. */
      readonly ordered: number;
      readonly filled: number;
    }
    | {
      readonly kind: "other name" | "other side";
      readonly ticker: string;
      readonly shares: number;
    }
    | { readonly kind: "other day" | "counted before" | "later"; readonly id: string }
    | {
      readonly kind: "outside collar";
      readonly id: string;
      readonly ticker: string;
      /** Dollars a share, of the day of the decision. */
      readonly price: number;
      /** The bound that was passed, dollars a share. */
      readonly bound: number;
    }
    | { readonly kind: "twice"; readonly id: string }
    | {
      readonly kind: "split-like";
      readonly ticker: string;
      readonly seenIn: "shares" | "price" | "fills";
      readonly split: SplitTerms;
    }
    | { readonly kind: "split not seen"; readonly ticker: string }
    | { readonly kind: "fraction"; readonly ticker: string }
    | { readonly kind: "no position" | "not counted"; readonly day: Day; readonly ticker?: string }
    | { readonly kind: "ended" | "oversold"; readonly ticker: string; readonly shares: number }
    | {
      readonly kind: "other holdings";
      readonly ticker: string;
      readonly expected: number;
      readonly stated: number;
    }
    | { readonly kind: "unexplained cash"; readonly usd: number }
    | { readonly kind: "no cash stated" }
    | { readonly kind: "overdrawn"; readonly usd: number }
  );

/** Money of an account in a sentence, to the cent. */
export const usdText = (usd: number) => dollars(usd, { digits: 2 });

/** A price in a sentence: as many decimals as it has, and two at least. */
export function priceText(price: number): string {
  const [, fraction = ""] = String(price).split(".");
  return decimals(price, Math.min(6, Math.max(2, fraction.length)));
}

/** Bought or sold shares, as a sentence has them. */
export const sharesText = (shares: number) =>
  `${shares < 0 ? "sold" : "bought"} ${counted(Math.abs(shares), "share")}`;

/** A split in words: `2:1`. */
export const splitText = ({ gives, takes }: SplitTerms) => `${gives}:${takes}`;

/** A fill in a sentence. */
export const fillText = ({ id, ticker, shares, price, at }: Fill) =>
  `fill ${shown(id)} (${ticker}, ${sharesText(shares)} at ${priceText(price)}, ${at})`;
