/**
 * A set-up that cannot go on: one sentence on what is wrong, one on the remedy, and perhaps the
 * last lines that the failing tool wrote.
 */
export class SetupError extends Error {
  override readonly name = "SetupError";
  /** Where the reader can look further: the failing tool's own last lines. */
  readonly details: string;

  constructor(message: string, facts: { details?: string; cause?: unknown } = {}) {
    super(message, { cause: facts.cause });
    this.details = facts.details ?? "";
  }
}
