import { type Notice, notice } from "./notice.ts";

/**
 * Two numbers that stand where one answer does: 1,6 is written as two arguments. Nothing that an
 * exercise reads from the run is a number.
 */
export function decimalComma(answer: unknown, next: unknown): Notice | undefined {
  if (typeof answer !== "number" || typeof next !== "number") return undefined;
  const whole = Object.is(answer, -0) ? "-0" : String(answer);
  return notice(
    "mistake",
    `Two numbers arrived, ${whole} and ${next}. If one was meant, write it with a decimal point: ` +
      `${whole}.${next}.`,
  );
}
