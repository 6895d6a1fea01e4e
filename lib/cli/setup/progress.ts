import { printable } from "../../outside_text.ts";

const encoder = new TextEncoder();

/** Writes text to standard output at once; what came from outside may stand in it. */
export function say(text: string): void {
  const bytes = encoder.encode(printable(text));
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

/** Says one line per step: what is being done, and how many seconds it took. */
export async function step<T>(
  label: string,
  work: () => Promise<T>,
  write: (text: string) => void = say,
): Promise<T> {
  write(`  ${label} … `);
  const start = performance.now();
  try {
    const result = await work();
    write(`${seconds(performance.now() - start)}\n`);
    return result;
  } catch (error) {
    write(`stopped after ${seconds(performance.now() - start)}\n`);
    throw error;
  }
}

/** Milliseconds as seconds with one decimal: "3.2 s". */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
