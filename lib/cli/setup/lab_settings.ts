import { command } from "../options/command.ts";
import { helpAsked } from "../options/help_text.ts";
import { flag, option } from "../options/option.ts";
import { whole } from "../options/readers.ts";
import { setupOptions } from "./setup_options.ts";

/** What a reader may ask of `deno task lab`. */
export interface LabSettings {
  readonly check: boolean;
  readonly browser: boolean;
  readonly port?: number;
  /** The usage, when it was asked for. */
  readonly help?: string;
}

/** The command `lab`. */
export const LAB = command({
  name: "lab",
  options: {
    check: flag({ help: "set up, run every lesson headless, write pages to out/, end" }),
    port: option(whole(1024, 65_535), {
      value: "N",
      help: "open the lab on this port of this machine (default: 8888, or the next free one)",
    }),
    "no-browser": flag({ help: "print the address, open nothing" }),
  },
});

/**
 * The settings in the arguments of `deno task lab`.
 *
 * @throws {SetupError} On an argument that it does not know, with the usage.
 */
export function labSettings(args: readonly string[]): LabSettings {
  const help = helpAsked(LAB, args);
  if (help !== undefined) return { check: false, browser: true, help };
  const { check, noBrowser, port } = setupOptions(LAB, args);
  return { check, browser: !noBrowser, ...(port === undefined ? {} : { port }) };
}
