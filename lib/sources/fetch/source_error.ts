import { LabError } from "../../errors.ts";

/**
 * Why a source gave nothing: nothing could be reached, it refused, it has no such file, or what it sent
 * is not what it publishes.
 */
export type SourceFault = "offline" | "refused" | "missing" | "unreadable";

/** A source that gave nothing usable; the others go on. */
export class SourceError extends LabError {
  override readonly name = "SourceError";
  readonly fault: SourceFault;
  /** What was asked for. */
  readonly address: string;
  /** Status of the answer, where there was one. */
  readonly status?: number;

  constructor(
    message: string,
    facts: { fault: SourceFault; address: string; status?: number; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.fault = facts.fault;
    this.address = facts.address;
    this.status = facts.status;
  }
}
