import { checkOptions } from "../../arguments.ts";
import { randomStream } from "../../stats/mod.ts";
import type { StageTime } from "../../week/mod.ts";

/** Questions of a week: three analysts, eleven sectors. */
const QUESTIONS = 33;
/** Answers that are under way at once. */
const AT_ONCE = 8;
/** Seconds that an answer takes in the middle, and how far it spreads (deviation of its logarithm). */
const ANSWER_SECONDS = 20, SPREAD = 0.5;
/** Seconds of the lab's own stages, after the poll. */
const OWN_SECONDS = { quote: 3, verdict: 1, book: 2, check: 1, orders: 1 };
/** The program dies after so much of the poll, and is started again so many seconds later. */
const DIES_AFTER = 0.4, RESTART_SECONDS = 25;
/** Seconds that a person reads before saying yes, from and to. */
const READING_SECONDS = [90, 240] as const;

/**
 * The times of one week's run, made up: answers of models, a program that dies in the middle of the poll
 * and goes on, a person who reads and says yes. Answers that were there are not asked for again.
 *
 * @param options.seed Another number is another week.
 * @param options.dies Whether the program dies; it does by default.
 * @returns Times of its stages, as `week` writes them down.
 *
 * @example
 * ```ts
 * import { weekTimes } from "lab/lesson/04";
 * import { equal } from "node:assert/strict";
 *
 * equal(weekTimes({ seed: 7 }).filter(({ to }) => to === undefined).length, 1);
 * ```
 */
export function weekTimes(
  options: { readonly seed: number; readonly dies?: boolean },
): readonly StageTime[] {
  checkOptions("Cannot make up a week", options, ["seed", "dies"]);
  const { seed, dies = true } = options, random = randomStream(seed);
  const answers = Array.from(
    { length: QUESTIONS },
    () => ANSWER_SECONDS * Math.exp(SPREAD * random.normal()),
  );
  const whole = pollSeconds(answers), times: StageTime[] = [];
  let second = 0;
  const stage = (name: StageTime["stage"], seconds: number, note?: string) => {
    const from = 1000 * second;
    second += seconds;
    times.push({ stage: name, from, to: 1000 * second, ...(note === undefined ? {} : { note }) });
  };
  stage("quote", OWN_SECONDS.quote, `${QUESTIONS} calls to make`);
  let left: readonly number[] = answers;
  if (dies) {
    const lived = DIES_AFTER * whole;
    times.push({ stage: "poll", from: 1000 * second });
    second += lived + RESTART_SECONDS;
    left = answersAfter(answers, lived);
  }
  stage("poll", pollSeconds(left), `${left.length} asked for, ${QUESTIONS} there`);
  stage("verdict", OWN_SECONDS.verdict);
  stage("book", OWN_SECONDS.book);
  stage("check", OWN_SECONDS.check, "holds");
  const [least, most] = READING_SECONDS;
  stage("approval", least + (most - least) * random.uniform(), "yes");
  stage("orders", OWN_SECONDS.orders);
  return times;
}

/** When each answer is there, so many being under way at once, seconds. */
function ends(answers: readonly number[]): readonly number[] {
  const free = new Array<number>(AT_ONCE).fill(0);
  return answers.map((seconds) => {
    const at = free.indexOf(Math.min(...free));
    return free[at] += seconds;
  });
}

const pollSeconds = (answers: readonly number[]) => Math.max(0, ...ends(answers));

/** What is not there yet after some seconds, and must be asked for again. */
function answersAfter(answers: readonly number[], seconds: number): readonly number[] {
  const there = ends(answers);
  return answers.filter((_, i) => there[i] > seconds);
}
