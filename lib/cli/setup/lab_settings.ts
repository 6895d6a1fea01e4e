import { SetupError } from "./setup_error.ts";

/** What a reader may ask of `deno task lab`. */
export interface LabSettings {
  readonly check: boolean;
  readonly browser: boolean;
  readonly port?: number;
  /** The usage, when it was asked for. */
  readonly help?: string;
}

const USAGE = `deno task lab [--check] [--port N] [--no-browser]

  --check        set up, run every lesson headless, write pages to out/, end
  --port N       open the lab on this port of this machine (8888, or the next free one)
  --no-browser   print the address, open nothing`;

/**
 * The settings in the arguments of `deno task lab`.
 *
 * @throws {SetupError} On an argument that it does not know, with the usage.
 */
export function labSettings(args: readonly string[]): LabSettings {
  const settings: { check: boolean; browser: boolean; port?: number; help?: string } = {
    check: false,
    browser: true,
  };
  for (let at = 0; at < args.length; at++) {
    const [name, inline] = args[at].split("=", 2);
    if (name === "--check") settings.check = true;
    else if (name === "--no-browser") settings.browser = false;
    else if (name === "--help" || name === "-h") settings.help = USAGE;
    else if (name === "--port") settings.port = portNumber(inline ?? args[++at]);
    else throw new SetupError(`Cannot open the lab: ${args[at]} is not known.\n\n${USAGE}`);
  }
  return settings;
}

function portNumber(text: string | undefined): number {
  const port = Number(text);
  if (text === undefined || !Number.isInteger(port) || port < 1024 || port > 65_535) {
    throw new SetupError(
      `Cannot open the lab: --port must be a whole number from 1024 to 65535, got ${
        text ?? "nothing"
      }.`,
    );
  }
  return port;
}
