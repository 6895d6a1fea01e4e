/** Between two lines of progress where there is no terminal to rewrite one, milliseconds. */
const LINE_EVERY_MS = 5000;
/** Between two states of the line on a terminal, milliseconds. */
const REWRITE_EVERY_MS = 100;

/** How far some work is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Where progress goes, and by which clock. */
export interface ProgressSurroundings {
  readonly tell?: (text: string) => void;
  /** Milliseconds. */
  readonly now?: () => number;
  readonly isTerminal?: boolean;
  /** Columns of the terminal. */
  readonly columns?: () => number;
}

/** Columns of a terminal that does not say how many it has, and fewest of one that does. */
const USUAL_COLUMNS = 80, LEAST_COLUMNS = 41;

function columnsHere(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return USUAL_COLUMNS;
  }
}

/**
 * Writes progress: over itself on a terminal, else a line from time to time; the last state always.
 *
 * @param line The line of a state, without its end.
 */
export function progressWriter<P extends Progress>(
  line: (progress: P) => string,
  around: ProgressSurroundings = {},
): (progress: P) => void {
  const {
    tell = (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)),
    now = () => performance.now(),
    isTerminal = Deno.stderr.isTerminal(),
    columns = columnsHere,
  } = around;
  // Where lines cannot be rewritten, work that is over at once needs no first one.
  let last = isTerminal ? -Infinity : now(), width = 0;
  return (progress) => {
    // Made even where it is not shown: the first state begins the time.
    const whole = line(progress), isEnd = progress.done === progress.total, at = now();
    if (!isEnd && at - last < (isTerminal ? REWRITE_EVERY_MS : LINE_EVERY_MS)) return;
    last = at;
    // A line that wraps cannot be written over.
    const text = isTerminal ? whole.slice(0, Math.max(LEAST_COLUMNS, columns()) - 1) : whole;
    tell(isTerminal ? `\r${text.padEnd(width)}${isEnd ? "\n" : ""}` : `${text}\n`);
    width = text.length;
  };
}

/** A time to wait in words: seconds up to a minute and a half, then minutes, then hours. */
function waiting(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole <= 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes <= 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/**
 * A line such as `480 of 2,000 random committees, 4 s left`; what is left is told by the pace so far.
 *
 * @param what What is counted, in the plural.
 * @param now Milliseconds; the first state begins the time.
 */
export function countLine(
  what: string,
  now: () => number = () => performance.now(),
): (progress: Progress) => string {
  let begun: { readonly at: number; readonly done: number } | undefined;
  return ({ done, total }) => {
    begun ??= { at: now(), done };
    const text = `${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} ${what}`;
    const seconds = (now() - begun.at) / 1000, since = done - begun.done;
    if (done === total) return `${text}, ${seconds.toFixed(1)} s`;
    return since > 0 ? `${text}, ${waiting(seconds / since * (total - done))} left` : text;
  };
}
