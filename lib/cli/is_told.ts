import { LabError } from "../errors.ts";
import { UsageError } from "./options/usage_error.ts";

/** Whether an error is a mistake of the caller or of the data, told in one sentence. */
export function isTold(error: unknown): error is Error {
  if (error instanceof LabError || error instanceof UsageError) return true;
  // A fault of the lab itself may be one of these classes too; it keeps its stack.
  return (error instanceof RangeError || error instanceof TypeError) &&
    error.message.startsWith("Cannot ");
}
