import type { LimitBound } from "./limit_entry.ts";

/** A figure as it is typed into a mandate, without the dust of doubles. */
export const plain = (value: number) => String(Number(value.toPrecision(12)));
/** A share as the percentage it is typed as. */
export const percent = (share: number) => `${plain(share * 100)} %`;
/** A target and the distance allowed from it. */
export const around = (target: number, max: number) => `${plain(target)} ± ${plain(max)}`;

/** The bound of a kind that a mandate has once. */
export const boundOf = (kind: string, figure: string, sentence: string): readonly LimitBound[] => [
  { id: { kind }, figure, sentence },
];
