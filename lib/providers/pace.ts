/** How fast the analysts of a sweep answer. */
export interface Pace {
  /** A question to an analyst begins. */
  began(analyst: string, now: number): void;
  /** One has ended. @param isKept Whether its answer was there before. */
  ended(analyst: string, now: number, isKept: boolean): void;
  /** Milliseconds left by the pace of the slowest; none while one has ended nothing. */
  ms(now: number): number | undefined;
}

interface Own {
  done: number;
  /** Those that were not kept, and when the first of them began. */
  fresh: number;
  since: number | undefined;
}

/**
 * The pace of analysts that have the same number of questions each. Answers that are kept take no time
 * and say nothing of those that are missing, so that a sweep which goes on tells the right time.
 */
export function pace(analysts: readonly string[], perAnalyst: number): Pace {
  const all = new Map<string, Own>(
    analysts.map((name) => [name, { done: 0, fresh: 0, since: undefined }]),
  );
  return {
    began(analyst, now) {
      const own = all.get(analyst)!;
      if (own.fresh === 0 && own.since === undefined) own.since = now;
    },
    ended(analyst, now, isKept) {
      const own = all.get(analyst)!;
      own.done++;
      if (!isKept) own.fresh++;
      // Until one is asked anew, the time goes by for those that are kept.
      else if (own.fresh === 0) own.since = now;
    },
    ms(now) {
      const lefts = [...all.values()].map(({ done, fresh, since }) => {
        const left = perAnalyst - done;
        return left === 0 ? 0 : (now - (since ?? now)) * left / fresh;
      });
      return lefts.every(Number.isFinite) ? Math.max(0, ...lefts) : undefined;
    },
  };
}
