import type { Command } from "../options/command.ts";
import { helpText } from "../options/help_text.ts";
import type { OptionTable } from "../options/option.ts";
import { type CommandLine, readOptions } from "../options/read_options.ts";
import { UsageError } from "../options/usage_error.ts";
import { SetupError } from "./setup_error.ts";

/**
 * The command line of a command that sets the lab up.
 *
 * @throws {SetupError} On what it does not take, with the help.
 */
export function setupOptions<Table extends OptionTable>(
  is: Command<Table>,
  args: readonly string[],
): CommandLine<Table> {
  try {
    return readOptions(is, args);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof RangeError)) throw error;
    throw new SetupError(`${error.message}\n\n${helpText(is)}`, { cause: error });
  }
}
