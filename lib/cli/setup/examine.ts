import { join } from "node:path";
import { LabError } from "../../errors.ts";
import { checkWritable } from "../write_files.ts";
import { isSetUp } from "./ensure_lab.ts";
import { labEnvironment } from "./environment.ts";
import { browserRemedy, findBrowser } from "./find_browser.ts";
import type { Finding } from "./finding.ts";
import { findProgram } from "./find_program.ts";
import { findPython, pythonRemedy } from "./find_python.ts";
import { type LabPaths, labPaths } from "./paths.ts";
import { FIRST_PORT, isFree, portHolder } from "./ports.ts";
import { proxyFinding } from "./proxy_finding.ts";
import { run } from "./run.ts";
import { DENO_VERSION, OLDEST_PYTHON, SETUP_MEGABYTES } from "./versions.ts";

/** How long a registry may take to answer. */
const REGISTRY_TIMEOUT_MS = 15_000;

/** Small packages that are on the registries for certain: the set-up needs them. */
const FROM_NPM = "npm:quadprog@1.6.1";
const FROM_PYPI = "nbclient";

/** What to look at; everything has a default. */
export interface ExamineOptions {
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly os?: string;
  /** The Deno whose cache and registry are looked at; the running one by default. */
  readonly deno?: string;
}

/** Looks at everything that the set-up and the lab need of this machine. Changes nothing. */
export async function examine(options: ExamineOptions = {}): Promise<readonly Finding[]> {
  const os = options.os ?? Deno.build.os;
  const paths = labPaths(options.root, os);
  const env = labEnvironment(paths, options.env ?? Deno.env.toObject());
  const deno = options.deno ?? Deno.execPath();
  const ready = await isSetUp(paths).catch(() => false);
  return [
    denoVersion(),
    ...await pythonAndUv(env, os, ready),
    await cloneFolder(paths),
    await denoCache(deno, env),
    await diskSpace(paths, env, os, ready),
    setUp(paths, ready),
    ...await registries(paths, deno, env, os, ready),
    ...proxyFinding(env),
    await firstPort(env, os),
    browser(env, os),
  ];
}

function denoVersion(): Finding {
  const { deno } = Deno.version;
  return deno === DENO_VERSION ? { name: "Deno", state: "ok", text: deno } : {
    name: "Deno",
    state: "note",
    text: `${deno}; the lab hands over to its own ${DENO_VERSION}`,
  };
}

async function pythonAndUv(
  env: Readonly<Record<string, string>>,
  os: string,
  ready: boolean,
): Promise<readonly Finding[]> {
  const uv = findProgram("uv", env, os);
  const uvRuns = uv !== undefined && (await run(uv, ["--version"], { env })).code === 0;
  const findings: Finding[] = [{
    name: "uv",
    state: uvRuns ? "ok" : "note",
    text: uvRuns
      ? "found; it installs the Python packages"
      : "not on the PATH; pip brings one into the lab's folder",
  }];
  try {
    const python = await findPython(env, { os, needsPip: !uvRuns });
    findings.unshift({
      name: "Python",
      state: "ok",
      text: `${python.version.join(".")} (${python.executable})`,
    });
  } catch (error) {
    // No pip either, then.
    if (!uvRuns && !ready) findings[0] = { ...findings[0], text: "not on the PATH" };
    findings.unshift({
      name: "Python",
      state: uvRuns || ready ? "note" : "not ok",
      text: ready
        ? "none on the PATH; the set-up has its own"
        : uvRuns
        ? `no ${OLDEST_PYTHON.join(".")} or newer on the PATH; uv fetches one from github.com. ` +
          `Where it cannot, ${pythonRemedy(os)}`
        : error instanceof Error
        ? error.message
        : String(error),
    });
  }
  return findings;
}

async function cloneFolder({ root, state }: LabPaths): Promise<Finding> {
  const name = "folder";
  try {
    await Deno.mkdir(state, { recursive: true });
    const probe = join(state, "doctor.part");
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
  } catch {
    return {
      name,
      state: "not ok",
      text: `${root} may not be written; clone into a folder of your own, or correct its owner`,
    };
  }
  const odd = /[^\x20-\x7e]|[%#?:;"'<>|*]/.exec(root.replace(/^[A-Za-z]:/, ""))?.[0];
  return odd === undefined ? { name, state: "ok", text: root } : {
    name,
    state: "note",
    text: `${root} holds the character “${odd}”; if a tool stumbles over it, clone to a plain path`,
  };
}

async function diskSpace(
  { root }: LabPaths,
  env: Readonly<Record<string, string>>,
  os: string,
  ready: boolean,
): Promise<Finding> {
  const free = await freeMegabytes(root, env, os);
  if (free === undefined) return { name: "disk", state: "note", text: "free space is not known" };
  const text = `${Math.round(free)} MB free`;
  if (ready || free >= SETUP_MEGABYTES) return { name: "disk", state: "ok", text };
  return {
    name: "disk",
    state: "not ok",
    text: `${text}; a fresh set-up takes about ${SETUP_MEGABYTES} MB with its caches`,
  };
}

async function freeMegabytes(
  root: string,
  env: Readonly<Record<string, string>>,
  os: string,
): Promise<number | undefined> {
  if (os === "windows") {
    const { stdout } = await run(
      "powershell",
      ["-NoProfile", "-Command", `(Get-PSDrive ${root[0]}).Free`],
      { env },
    );
    const bytes = Number(stdout.trim());
    return stdout.trim() !== "" && Number.isFinite(bytes) ? bytes / 1e6 : undefined;
  }
  const { code, stdout } = await run("df", ["-Pk", root], { env });
  // Name, blocks, used, available, …; the name of the file system may hold blanks.
  const available = /\s(\d+)\s+(\d+)\s+(\d+)\s+\d+%/.exec(stdout)?.[3];
  return code === 0 && available !== undefined ? Number(available) * 1024 / 1e6 : undefined;
}

function setUp({ venv }: LabPaths, ready: boolean): Finding {
  return ready
    ? { name: "set-up", state: "ok", text: `complete, in ${venv}` }
    : { name: "set-up", state: "note", text: "not done, or half-finished: deno task lab does it" };
}

/**
 * Asks both registries by their ordinary clients, so with the reader's own mirrors and proxies. What
 * Deno fetches goes into a folder that is removed again.
 */
async function registries(
  paths: LabPaths,
  deno: string,
  env: Readonly<Record<string, string>>,
  os: string,
  ready: boolean,
): Promise<readonly Finding[]> {
  const name = "package registries";
  if (ready) return [{ name, state: "ok", text: "not needed, everything is installed" }];
  const silent = (what: string): Finding => ({
    name,
    state: "not ok",
    text: `${what} did not answer; check the network or the proxy (HTTPS_PROXY), for the set-up ` +
      `fetches from it whatever is in no cache`,
  });
  const [npm, pypi] = await Promise.all([npmAnswers(paths, deno, env), pypiAnswers(env, os)]);
  const findings = [
    ...npm ? [] : [silent("npm's (for TypeScript)")],
    ...pypi === false ? [silent("PyPI (for Python)")] : [],
  ];
  if (findings.length > 0) return findings;
  return pypi === undefined
    ? [{ name, state: "note", text: "npm's answers; PyPI was not asked, for there is no pip here" }]
    : [{ name, state: "ok", text: "npm's and PyPI answer" }];
}

async function npmAnswers(
  { state }: LabPaths,
  deno: string,
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  const folder = await Deno.makeTempDir({ dir: state, prefix: "doctor-" })
    .catch(() => Deno.makeTempDir({ prefix: "doctor-" }));
  try {
    const { code } = await run(
      deno,
      ["cache", "--no-config", "--no-lock", FROM_NPM],
      { env: { ...env, DENO_DIR: folder }, timeoutMs: REGISTRY_TIMEOUT_MS },
    );
    return code === 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Undefined where there is no pip to ask with. */
async function pypiAnswers(
  env: Readonly<Record<string, string>>,
  os: string,
): Promise<boolean | undefined> {
  const python = await findPython(env, { os }).catch(() => undefined);
  if (python === undefined) return undefined;
  const args = ["-m", "pip", "index", "versions", FROM_PYPI, "--retries=0", "--timeout=10"];
  const { code, text } = await run(python.executable, args, {
    env,
    timeoutMs: REGISTRY_TIMEOUT_MS,
  });
  // A pip without this command, or none at all, has asked nobody.
  if (/unknown command|No module named pip/.test(text)) return undefined;
  return code === 0;
}

/** Deno keeps packages in a folder of the user's; one that may not be written stops every task. */
async function denoCache(deno: string, env: Readonly<Record<string, string>>): Promise<Finding> {
  const name = "Deno's cache";
  const { stdout } = await run(deno, ["info", "--json", "--no-config"], { env });
  const folder = /"denoDir": "(.*)"/.exec(stdout)?.[1];
  if (folder === undefined) return { name, state: "note", text: "its place is not known" };
  const place: string = JSON.parse(`"${folder}"`);
  if (mayBeWritten(place)) return { name, state: "ok", text: place };
  return {
    name,
    state: "not ok",
    text: `${place} may not be written; correct its owner, or set DENO_DIR to a folder of your own`,
  };
}

/** Whether files may be made in a folder, or the folder itself where it is not there yet. */
function mayBeWritten(folder: string): boolean {
  try {
    checkWritable(folder);
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

async function firstPort(env: Readonly<Record<string, string>>, os: string): Promise<Finding> {
  const name = `port ${FIRST_PORT}`;
  if (isFree(FIRST_PORT)) return { name, state: "ok", text: "free" };
  const holder = await portHolder(FIRST_PORT, env, os);
  return {
    name,
    state: "note",
    text: `${holder?.sentence ?? "another process uses it"}; the lab takes the next free one`,
  };
}

function browser(env: Readonly<Record<string, string>>, os: string): Finding {
  const found = findBrowser(env, os);
  return found !== undefined ? { name: "browser", state: "ok", text: found } : {
    name: "browser",
    state: "note",
    text: `no Chrome, Chromium or Edge; the browser test needs one: ${browserRemedy(os)}`,
  };
}
