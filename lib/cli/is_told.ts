import { LabError } from "../errors.ts";

/** Whether an error is a mistake of the caller or of the data, told in one sentence. */
export function isTold(error: unknown): error is Error {
  if (error instanceof LabError) return true;
  // A fault of the lab itself may be one of these classes too; it keeps its stack.
  if (error instanceof RangeError || error instanceof TypeError) {
    return error.message.startsWith("Cannot ") ||
      String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
  }
  return false;
}
