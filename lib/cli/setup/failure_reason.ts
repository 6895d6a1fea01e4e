import { SetupError } from "./setup_error.ts";

/** How many lines of a failing tool are shown. */
const DETAIL_LINES = 12;

/** Lines of pip that tell nothing about a failure. */
const CHATTER = /^\s*(WARNING: Location|Looking in|Ignoring|Collecting|Downloading|Using cached)\b/;

/** Marks that a tool leaves in its output, and the sentence a reader needs instead. */
interface Reason {
  readonly marks: RegExp;
  readonly sentence: (what: string) => string;
}

const UNREACHABLE: Reason = {
  marks:
    /Temporary failure in name resolution|Name or service not known|nodename nor servname|getaddrinfo|Failed to establish a new connection|NewConnectionError|ConnectTimeout|Connection refused|Connection reset|Network is unreachable|No route to host|error sending request|error trying to connect|tcp connect error|dns error|Could not connect|Max retries exceeded|Read timed out|operation timed out|ProxyError|Failed to fetch|Could not fetch URL|Connection aborted|client error \(Connect\)/i,
  sentence: (what) =>
    `Cannot ${what}: the package registries cannot be reached. Check the network (or the ` +
    `proxy), then run the same command again; what was fetched already is kept.`,
};

const REASONS: readonly Reason[] = [
  {
    marks: /No space left on device|ENOSPC|os error 28|Errno 28|not enough space|os error 112/i,
    sentence: (what) =>
      `Cannot ${what}: the disk is full. Free about one gigabyte, then run the same command again.`,
  },
  {
    marks:
      /Errno 13|Errno 30|EACCES|EROFS|os error 13|os error 30|Permission denied|Read-only file system|Access is denied|PermissionDenied/i,
    sentence: (what) =>
      `Cannot ${what}: a file or folder may not be written. Clone into a folder of your own, or ` +
      `correct its owner, then run the same command again.`,
  },
  {
    marks: /DO NOT MATCH THE HASHES|hash mismatch|Integrity check failed for npm package/i,
    sentence: (what) =>
      `Cannot ${what}: a downloaded package is not the one the lab was tested with. Empty the ` +
      `package cache (pip cache purge, or uv cache clean), then run the same command again; if ` +
      `it happens twice, report it.`,
  },
  {
    marks: /lockfile is out of date|integrity check failed in the lockfile|The lock ?file/i,
    sentence: (what) =>
      `Cannot ${what}: deno.lock does not fit deno.json. Restore both with git, or, if you ` +
      `changed an import on purpose, run deno install --frozen=false once.`,
  },
  UNREACHABLE,
];

/**
 * A tool's failure as one clear sentence with its remedy.
 *
 * @param what What was being done, as it reads after "Cannot", for example "fetch the packages".
 * @param text Everything the tool wrote.
 * @param remedy What to do where nothing was fetched, if that is not to look at the network.
 */
export function failureReason(
  what: string,
  text: string,
  { cause, remedy }: { cause?: unknown; remedy?: string } = {},
): SetupError {
  const lines = text.trimEnd().split("\n").filter((line) => !CHATTER.test(line));
  const details = lines.slice(-DETAIL_LINES).join("\n").trim();
  const known = REASONS.find(({ marks }) => marks.test(text));
  const message = remedy !== undefined && (known === undefined || known === UNREACHABLE)
    ? `Cannot ${what}: ${remedy}`
    : known?.sentence(what) ??
      `Cannot ${what}. The tool's last lines stand below; deno task doctor looks for the cause.`;
  return new SetupError(message, { details, cause });
}

/** An error of the system's as one line. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
