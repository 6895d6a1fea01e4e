import type { FiledFact } from "./filed_facts.ts";
import type { Durations } from "./trailing_year.ts";

const NOTHING: Durations = new Map();

/**
 * What is known of a company at one moment: of each period the value that was filed last. Facts are
 * added in the order in which they became known, so nothing of a later moment can be in it.
 */
export class KnownFacts {
  readonly #byTag = new Map<string, Map<number, FiledFact[]>>();

  /** Adds a fact; it takes the place of an earlier one of the same tag and period. */
  add(fact: FiledFact): void {
    let ends = this.#byTag.get(fact.tag);
    if (!ends) this.#byTag.set(fact.tag, ends = new Map());
    const same = ends.get(fact.endNumber);
    if (!same) return void ends.set(fact.endNumber, [fact]);
    const at = same.findIndex(({ start }) => start === fact.start);
    if (at < 0) same.push(fact);
    else same[at] = fact;
  }

  /** The newest vintages of a tag, by the day number of their end. */
  of(tag: string): Durations {
    return this.#byTag.get(tag) ?? NOTHING;
  }
}
