import type { AnswerCache } from "./answer_cache.ts";
import type { CallClaims } from "./call_claims.ts";
import { type HoldUps, LOOK_AT_OTHERS_MS } from "./hold_ups.ts";
import type { MakeCall } from "./make_call.ts";
import { unlessUnwritable } from "./store_error.ts";

/**
 * Calls that are made once: an answer that is kept will do, and so will the one that this program or
 * another with the same store is waiting for.
 *
 * @param store Kept answers, claims on questions, and where one waits for another program.
 * @param paid Makes a call that nobody has made.
 */
export function askedOnce(
  store: {
    readonly answers: AnswerCache;
    readonly claims: CallClaims;
    readonly held: HoldUps["held"];
  },
  paid: MakeCall,
): MakeCall {
  const { answers, claims, held } = store;
  const underWay = new Map<string, Promise<unknown>>();
  return async (call, context) => {
    const { key } = context;
    while (true) {
      const kept = answers.get(key);
      if (kept) {
        unlessUnwritable(() => answers.use(key));
        return kept;
      }
      const other = underWay.get(key);
      if (other) {
        // The same question is being asked right now; its answer will do.
        await other.catch(() => {});
        call.signal.throwIfAborted();
      } else if (claims.take(key)) {
        // It may have been answered between the look and the claim.
        if (answers.get(key) === undefined) break;
        claims.drop(key);
      } else {
        await held("another program asks the same question", LOOK_AT_OTHERS_MS, call.signal);
      }
    }
    const mine = paid(call, context);
    underWay.set(key, mine);
    try {
      return await mine;
    } finally {
      underWay.delete(key);
      // A claim that stays ends with this program.
      unlessUnwritable(() => claims.drop(key));
    }
  };
}
