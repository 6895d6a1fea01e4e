import { randomStream } from "../../stats/mod.ts";
import { percent } from "../../words.ts";

/** Books that are drawn: their share is known to 1.6 points, one standard error at most. */
const DRAWS = 1000;

/** How many books of the same sizes pass a limit on beta, when other sectors hold them. */
interface ExchangedBooks {
  readonly draws: number;
  /** Share of them whose beta lies outside the limit. */
  readonly outside: number;
  /** The same as a sentence for a caption. */
  readonly caption: string;
}

/**
 * The weights of a book dealt anew to its sectors, many times: whether a recipe that looks at no beta
 * keeps a limit on it is a matter of who holds which weight.
 *
 * @param book Weights as shares of equity and the betas of the same sectors.
 * @param options.limit Largest absolute beta that is allowed.
 * @param options.seed Another number deals otherwise.
 *
 * @example Half long in one of two unlike sectors, half short in the other: always outside
 * ```ts
 * import { exchangedBooks } from "lab/lesson/00";
 * import { equal } from "node:assert/strict";
 *
 * const book = { weights: [0.5, -0.5], betas: [1.2, 0.6] };
 * equal(exchangedBooks(book, { limit: 0.05, seed: 1 }).outside, 1);
 * equal(exchangedBooks({ ...book, betas: [1, 1] }, { limit: 0.05, seed: 1 }).outside, 0);
 * ```
 */
export function exchangedBooks(
  book: { readonly weights: readonly number[]; readonly betas: readonly number[] },
  options: { readonly limit: number; readonly seed: number },
): ExchangedBooks {
  const { limit, seed } = options, stream = randomStream(seed);
  const dealt = [...book.weights];
  let passed = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let i = dealt.length - 1; i > 0; i--) {
      const j = Math.floor(stream.uniform() * (i + 1));
      [dealt[i], dealt[j]] = [dealt[j], dealt[i]];
    }
    const beta = dealt.reduce((sum, weight, i) => sum + weight * book.betas[i], 0);
    if (Math.abs(beta) > limit) passed++;
  }
  const outside = passed / DRAWS;
  return {
    draws: DRAWS,
    outside,
    caption: `The same weights dealt to other sectors, ${DRAWS.toLocaleString("en-US")} times: ${
      percent(outside, { digits: 0 })
    } of such books pass the limit.`,
  };
}
