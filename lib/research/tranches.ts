import { HEDGE, NAME_COUNT } from "./book_rule.ts";
import { VINTAGES } from "./schedule.ts";
import { SECTOR_COUNT } from "./score_table.ts";

/**
 * A book in four vintages, of which one is renewed each week: the target is the mean of the last four
 * weeks' targets (overlapping portfolios, Jegadeesh and Titman, Journal of Finance 48(1), 1993). The
 * first decision fills all four.
 *
 * Each vintage kept its limits when it was made. Their mean keeps every limit that is convex, but its
 * gross falls where vintages disagree, and its beta drifts with the betas.
 */
export class Tranches {
  readonly #targets: Float64Array[] = [];
  #next = 0;

  /** Puts a new vintage in the place of the oldest, or keeps all of them. */
  renew(target: Float64Array | undefined): void {
    if (target === undefined) return;
    if (this.#targets.length === 0) {
      for (let v = 0; v < VINTAGES; v++) this.#targets.push(target.slice());
    } else this.#targets[this.#next].set(target);
    this.#next = (this.#next + 1) % VINTAGES;
  }

  /**
   * Writes the mean into `target`; a sector that is gone today, or closed for shorts, is 0.
   *
   * @returns Whether there is any vintage yet.
   */
  mean(
    target: Float64Array,
    today: {
      readonly listed: ArrayLike<number>;
      readonly closedShorts: ArrayLike<number>;
      readonly hedgeSides: { readonly short: boolean; readonly long: boolean };
    },
  ): boolean {
    for (let i = 0; i < NAME_COUNT; i++) {
      let sum = 0;
      for (let v = 0; v < this.#targets.length; v++) sum += this.#targets[v][i];
      target[i] = sum / VINTAGES;
    }
    for (let i = 0; i < SECTOR_COUNT; i++) {
      if (today.listed[i] !== 1 || (target[i] < 0 && today.closedShorts[i] === 1)) target[i] = 0;
    }
    if (target[HEDGE] < 0 && !today.hedgeSides.short) target[HEDGE] = 0;
    return this.#targets.length > 0;
  }
}
