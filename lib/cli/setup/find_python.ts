import { findProgram } from "./find_program.ts";
import { run } from "./run.ts";
import { SetupError } from "./setup_error.ts";
import { NEWEST_KNOWN_PYTHON, OLDEST_PYTHON } from "./versions.ts";

/** A Python that the venv can be made with. */
export interface Python {
  /** The interpreter itself, behind any launcher or shim. */
  readonly executable: string;
  readonly version: readonly [number, number];
}

/** Names to try, in this order; `py -3.x` is the launcher of Windows. */
const CANDIDATES: readonly (readonly string[])[] = [
  ["python3"],
  ["python3.13"],
  ["python3.12"],
  ["python3.11"],
  ["python"],
  ["python3.14"],
  ["py", "-3.13"],
  ["py", "-3.12"],
  ["py", "-3.11"],
  ["py", "-3"],
];

/** Prints version, interpreter and which of the two needed modules are missing. */
const PROBE = `
import json, sys
missing = []
for name in ("venv", "ensurepip"):
    try:
        __import__(name)
    except Exception:
        missing.append(name)
print(json.dumps({"version": list(sys.version_info[:2]), "executable": sys.executable, "missing": missing}))
`;

interface Probed {
  readonly command: string;
  readonly executable: string;
  readonly version: readonly [number, number];
  readonly missing: readonly string[];
}

/**
 * The first Python that can make the lab's venv, or an error that says what was found instead.
 *
 * @param options.needsPip False when uv installs the packages: then a bare interpreter is enough.
 * @throws {SetupError} If there is none, naming the remedy for this operating system.
 */
export async function findPython(
  env: Readonly<Record<string, string>>,
  options: { os?: string; needsPip?: boolean } = {},
): Promise<Python> {
  const os = options.os ?? Deno.build.os;
  const needsPip = options.needsPip ?? true;
  const probed: Probed[] = [];
  let later: Python | undefined;
  for (const [name, ...args] of CANDIDATES) {
    if (name === "py" && os !== "windows") continue;
    const program = findProgram(name, env, os);
    if (program === undefined) continue;
    const ran = await run(program, [...args, "-c", PROBE], { env });
    const found = readProbe([name, ...args].join(" "), ran.code, ran.stdout);
    if (found === undefined) continue;
    probed.push(found);
    if (isOlder(found.version, OLDEST_PYTHON)) continue;
    if (needsPip && found.missing.length > 0) continue;
    const python = { executable: found.executable, version: found.version };
    if (!isOlder(NEWEST_KNOWN_PYTHON, found.version)) return python;
    later ??= python;
  }
  if (later !== undefined) return later;
  throw new SetupError(reason(probed, os));
}

function readProbe(command: string, code: number, stdout: string): Probed | undefined {
  // A shim for a version that is not installed, or the shop link of Windows, ends with an error.
  if (code !== 0) return undefined;
  try {
    const { version, executable, missing } = JSON.parse(stdout);
    return { command, version: [version[0], version[1]], executable, missing };
  } catch {
    return undefined;
  }
}

function reason(probed: readonly Probed[], os: string): string {
  const bare = probed.find((p) => !isOlder(p.version, OLDEST_PYTHON) && p.missing.length > 0);
  if (bare !== undefined) {
    const remedy = os === "linux"
      ? `Install its venv and pip modules (on Debian and Ubuntu: sudo apt install ` +
        `python${bare.version.join(".")}-venv), or install uv`
      : "Install Python 3.11 or newer from python.org, which has both, or install uv";
    return `Cannot set up the lab: ${bare.command} is Python ${bare.version.join(".")}, but its ` +
      `${bare.missing.join(" and ")} ${bare.missing.length > 1 ? "modules are" : "module is"} ` +
      `missing. ${remedy}, then run the same command again.`;
  }
  if (probed.length > 0) {
    const newest = [...probed].sort((a, b) => isOlder(a.version, b.version) ? 1 : -1)[0];
    return `Cannot set up the lab: it needs Python ${OLDEST_PYTHON.join(".")} or newer, and the ` +
      `newest one found is ${newest.version.join(".")} (${newest.command}). ${
        pythonOrUv(os)
      }, then ` +
      `run the same command again.`;
  }
  return `Cannot set up the lab: no Python was found on the PATH. ${
    pythonOrUv(os)
  }, then run the ` +
    `same command again.`;
}

/** How to get a Python on this operating system, as a sentence goes on. */
export function pythonRemedy(os: string): string {
  if (os === "linux") {
    return "install Python 3.11 or newer (on Debian and Ubuntu: sudo apt install python3 python3-venv)";
  }
  if (os === "darwin") return "install Python 3.11 or newer (brew install python@3.13)";
  return "install Python 3.11 or newer from python.org and tick “Add python.exe to PATH”";
}

function pythonOrUv(os: string): string {
  return `I${pythonRemedy(os).slice(1)}, or uv`;
}

function isOlder(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}
