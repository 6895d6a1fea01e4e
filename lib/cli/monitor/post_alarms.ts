import { dirname } from "node:path";
import { outsideLine } from "../../outside_text.ts";
import type { Look } from "./look.ts";

/** Pauses before the second, third and fourth try, milliseconds. */
const PAUSES_MS: readonly number[] = [1000, 4000, 16_000];
/** How long an answer may take. */
const DEADLINE_MS = 10_000;

/** What a test puts in place of network and time. */
export interface PostSurroundings {
  readonly fetch?: typeof fetch;
  readonly pause?: (ms: number) => Promise<void>;
}

const realPause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What is posted of a look. */
export function alarmLetter({ book, alarms }: Look, at: Date) {
  return {
    format: "sector-committee-lab/alarms/1",
    at: at.toISOString(),
    day: book.day,
    alarms,
    figures: book.figures.map(({ measure, value, isOn, since }) => ({
      measure,
      value,
      isOn,
      since,
    })),
  };
}

/**
 * Posts a letter; after four tries it is kept in the file of dead letters, so that none is lost.
 *
 * An answer of 400 to 499 but 408 and 429 is not tried again: the same letter would get the same answer.
 *
 * @returns How it went, as a sentence; nothing where it was taken.
 */
export async function postAlarms(
  letter: ReturnType<typeof alarmLetter>,
  to: { readonly url: string; readonly deadLetters: string },
  { fetch: send = fetch, pause = realPause }: PostSurroundings = {},
): Promise<string | undefined> {
  let why = "";
  for (const wait of [0, ...PAUSES_MS]) {
    if (wait > 0) await pause(wait);
    try {
      const response = await send(to.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(letter),
        redirect: "error",
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      await response.body?.cancel();
      if (response.ok) return undefined;
      why = `status ${response.status}`;
      if (response.status < 500 && response.status !== 408 && response.status !== 429) break;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  Deno.mkdirSync(dirname(to.deadLetters), { recursive: true });
  Deno.writeTextFileSync(to.deadLetters, JSON.stringify({ ...letter, why }) + "\n", {
    append: true,
  });
  return `The alarms could not be posted (${outsideLine(why, 120)}); they are in ${to.deadLetters}`;
}
