import { run } from "./run.ts";
import { SetupError } from "./setup_error.ts";

/** Where Jupyter is looked for by habit; the next free port is taken when it is in use. */
export const FIRST_PORT = 8888;
const PORTS_TO_TRY = 50;

/** Whether a server could listen on this port of the machine itself. */
export function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch {
    return false;
  }
}

/** A free port chosen by the system, for tests. */
export function anyFreePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

/**
 * The port for JupyterLab.
 *
 * @param asked A port the reader asked for: taken, or refused with the process that holds it.
 *   Without one, the first free port from 8888 on.
 */
export async function labPort(
  asked: number | undefined,
  env: Readonly<Record<string, string>>,
  first: number = FIRST_PORT,
): Promise<number> {
  if (asked === undefined) {
    for (let port = first; port < first + PORTS_TO_TRY; port++) if (isFree(port)) return port;
    throw new SetupError(
      `Cannot open the lab: the ports ${first} to ${first + PORTS_TO_TRY - 1} are all in use. ` +
        `Stop a server, or name a free port with --port N.`,
    );
  }
  if (isFree(asked)) return asked;
  const holder = await portHolder(asked, env);
  throw new SetupError(
    `Cannot open the lab on port ${asked}: ${holder?.sentence ?? "another process uses it"}. ` +
      `${holder ? `Stop it (${holder.remedy})` : "Stop that process"}, or leave --port out to ` +
      `take the next free one.`,
  );
}

/** A process that listens on a port, and the command that stops it. */
export interface PortHolder {
  readonly pid: number;
  readonly sentence: string;
  readonly remedy: string;
}

/** Which process listens on a port of this machine; undefined where the system does not tell. */
export async function portHolder(
  port: number,
  env: Readonly<Record<string, string>>,
  os: string = Deno.build.os,
): Promise<PortHolder | undefined> {
  if (os === "windows") {
    const { stdout } = await run("netstat", ["-ano", "-p", "TCP"], { env });
    const line = stdout.split("\n").find((l) => l.includes(`:${port} `) && /LISTENING/i.test(l));
    const pid = Number(line?.trim().split(/\s+/).at(-1));
    return Number.isInteger(pid) ? holder(pid, "", `taskkill /PID ${pid}`) : undefined;
  }
  const found = os === "linux" ? listenerOnLinux(port) : undefined;
  if (found !== undefined) return holder(found.pid, found.name, `kill ${found.pid}`);
  const { stdout } = await run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], { env });
  const pid = Number(/^p(\d+)/m.exec(stdout)?.[1]);
  const name = /^c(.+)/m.exec(stdout)?.[1] ?? "";
  return Number.isInteger(pid) ? holder(pid, name, `kill ${pid}`) : undefined;
}

function holder(pid: number, name: string, remedy: string): PortHolder {
  const who = name === "" ? `process ${pid}` : `${name} (process ${pid})`;
  return { pid, sentence: `${who} uses it`, remedy };
}

/** Linux lists listeners in /proc/net by inode; the process is the one that holds that socket. */
function listenerOnLinux(port: number): { pid: number; name: string } | undefined {
  const inodes = new Set<string>();
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    try {
      for (const line of Deno.readTextFileSync(table).split("\n").slice(1)) {
        const fields = line.trim().split(/\s+/);
        // State 0A is LISTEN; field 9 is the inode.
        if (fields[1]?.endsWith(`:${hex}`) && fields[3] === "0A") {
          inodes.add(`socket:[${fields[9]}]`);
        }
      }
    } catch {
      // No such table on this machine.
    }
  }
  if (inodes.size === 0) return undefined;
  for (const entry of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(entry.name)) continue;
    try {
      for (const fd of Deno.readDirSync(`/proc/${entry.name}/fd`)) {
        if (!inodes.has(Deno.readLinkSync(`/proc/${entry.name}/fd/${fd.name}`))) continue;
        const name = Deno.readTextFileSync(`/proc/${entry.name}/comm`).trim();
        return { pid: Number(entry.name), name };
      }
    } catch {
      // Another user's process, or one that has just ended.
    }
  }
  return undefined;
}
