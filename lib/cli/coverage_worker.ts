/**
 * One worker of `deno task coverage`: answers the number 0 with the truth, a seed with its world.
 *
 * @module
 */
import {
  type CoverageOptions,
  coverageTruth,
  coverageWorld,
  type WorldInterval,
} from "../signals/mod.ts";
import type { MeanInterval } from "../stats/mod.ts";

/** A number, and what to try. */
export interface CoverageQuestion {
  readonly asked: number;
  readonly terms: Pick<CoverageOptions, "years" | "truthYears">;
}

/** What comes back for a number. */
export type CoverageAnswer =
  | { readonly asked: number; readonly truth: MeanInterval }
  | { readonly asked: number; readonly world: readonly WorldInterval[] }
  | { readonly asked: number; readonly failure: string };

// The types of the main thread are checked here too, and there `self` is a window.
const scope = self as unknown as {
  onmessage: (event: MessageEvent<CoverageQuestion>) => void;
  postMessage(answer: CoverageAnswer): void;
};

function answer({ asked, terms }: CoverageQuestion): CoverageAnswer {
  try {
    return asked === 0
      ? { asked, truth: coverageTruth(terms) }
      : { asked, world: coverageWorld(asked, terms) };
  } catch (error) {
    // Told once, by the main thread; an error thrown here would be printed twice.
    return { asked, failure: error instanceof Error ? error.message : String(error) };
  }
}

scope.onmessage = ({ data }) => scope.postMessage(answer(data));
