import { findProgram } from "./find_program.ts";

/**
 * The command that opens an address in the reader's browser; undefined where there is no desktop,
 * such as on a server, over SSH or in CI.
 */
export function browserCommand(
  url: string,
  env: Readonly<Record<string, string>>,
  os: string = Deno.build.os,
): readonly string[] | undefined {
  if (env.CI !== undefined || env.SSH_CONNECTION !== undefined) return undefined;
  if (os === "darwin") return ["open", url];
  if (os === "windows") return ["rundll32", "url.dll,FileProtocolHandler", url];
  if (env.DISPLAY === undefined && env.WAYLAND_DISPLAY === undefined) return undefined;
  const opener = findProgram("xdg-open", env, os);
  return opener === undefined ? undefined : [opener, url];
}

/** Opens an address in the reader's browser; says whether there was one to open. */
export function openBrowser(url: string, env: Readonly<Record<string, string>>): boolean {
  const command = browserCommand(url, env);
  if (command === undefined) return false;
  try {
    new Deno.Command(command[0], {
      args: command.slice(1),
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn().unref();
    return true;
  } catch {
    return false;
  }
}
