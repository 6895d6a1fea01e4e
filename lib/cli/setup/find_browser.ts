import { join } from "node:path";
import { findProgram } from "./find_program.ts";

/** Names of the browsers that the tests can drive, as they stand on a PATH. */
const PROGRAMS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "microsoft-edge-stable",
  "msedge",
];

const ON_MAC = [
  "Google Chrome.app/Contents/MacOS/Google Chrome",
  "Chromium.app/Contents/MacOS/Chromium",
  "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const ON_WINDOWS = [
  ["Google", "Chrome", "Application", "chrome.exe"],
  ["Chromium", "Application", "chrome.exe"],
  ["Microsoft", "Edge", "Application", "msedge.exe"],
];

/** Program of an installed Chrome, Chromium or Edge; LAB_BROWSER names another one. */
export function findBrowser(
  env: Readonly<Record<string, string>>,
  os: string = Deno.build.os,
): string | undefined {
  const places = [];
  if (env.LAB_BROWSER) places.push(env.LAB_BROWSER);
  for (const name of PROGRAMS) places.push(findProgram(name, env, os));
  if (os === "darwin") {
    for (const folder of ["/Applications", join(env.HOME ?? "", "Applications")]) {
      for (const app of ON_MAC) places.push(join(folder, app));
    }
  }
  if (os === "windows") {
    for (const folder of [env.ProgramFiles, env["ProgramFiles(x86)"], env.LOCALAPPDATA]) {
      if (folder) { for (const parts of ON_WINDOWS) places.push(join(folder, ...parts)); }
    }
  }
  return places.find((place) => place !== undefined && isFile(place));
}

/** The command that installs a browser here, for a message. */
export function browserRemedy(os: string = Deno.build.os): string {
  if (os === "darwin") return "brew install --cask chromium";
  if (os === "windows") return "winget install Google.Chrome";
  return "sudo apt-get install chromium";
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
