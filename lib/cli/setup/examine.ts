import { join } from "node:path";
import { isSetUp } from "./ensure_lab.ts";
import { labEnvironment } from "./environment.ts";
import { browserRemedy, findBrowser } from "./find_browser.ts";
import { findProgram } from "./find_program.ts";
import { findPython } from "./find_python.ts";
import { type LabPaths, labPaths } from "./paths.ts";
import { FIRST_PORT, isFree, portHolder } from "./ports.ts";
import { proxyFinding } from "./proxy_finding.ts";
import { run } from "./run.ts";
import { DENO_VERSION, SETUP_MEGABYTES } from "./versions.ts";

/** One thing looked at. */
export interface Finding {
  readonly name: string;
  /** `note`: the lab works without it. */
  readonly state: "ok" | "not ok" | "note";
  /** What was found, and the remedy where something is wrong. */
  readonly text: string;
}

/** What to look at; everything has a default. */
export interface ExamineOptions {
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly os?: string;
}

/** Looks at everything that the set-up and the lab need of this machine. Changes nothing. */
export async function examine(options: ExamineOptions = {}): Promise<readonly Finding[]> {
  const os = options.os ?? Deno.build.os;
  const paths = labPaths(options.root, os);
  const env = labEnvironment(paths, options.env ?? Deno.env.toObject());
  const ready = await isSetUp(paths).catch(() => false);
  return [
    denoVersion(),
    ...await pythonAndUv(env, os, ready),
    await cloneFolder(paths),
    await diskSpace(paths, env, os, ready),
    setUp(paths, ready),
    await registries(env, os, ready),
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
    text: uvRuns ? "found; it installs the Python packages" : "not found; pip is used, more slowly",
  }];
  try {
    const python = await findPython(env, { os, needsPip: !uvRuns });
    findings.unshift({
      name: "Python",
      state: "ok",
      text: `${python.version.join(".")} (${python.executable})`,
    });
  } catch (error) {
    findings.unshift({
      name: "Python",
      // uv brings one along, and a finished set-up needs no other.
      state: uvRuns || ready ? "note" : "not ok",
      text: error instanceof Error ? error.message : String(error),
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

async function registries(
  env: Readonly<Record<string, string>>,
  os: string,
  ready: boolean,
): Promise<Finding> {
  const name = "package registries";
  if (ready) return { name, state: "ok", text: "not needed, everything is installed" };
  // By the ordinary client with the reader's own settings, mirrors and proxies included.
  const npm = findProgram("npm", env, os);
  if (npm === undefined) return { name, state: "note", text: "not asked: npm was not found" };
  const { code } = await run(npm, ["ping", "--fetch-retries=0", "--fetch-timeout=10000"], { env });
  return code === 0 ? { name, state: "ok", text: "npm's answers" } : {
    name,
    state: "note",
    text: "npm's did not answer; check the network or the proxy if the set-up stops",
  };
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
