import { get } from "node:http";
import { join } from "node:path";
import type { Lab } from "./ensure_lab.ts";
import { isFree } from "./ports.ts";
import { SetupError } from "./setup_error.ts";

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 10_000;
const LOG_LINES = 12;

/** The port was free when it was chosen, and another server has taken it since. */
export class PortTakenError extends SetupError {
  readonly port: number;

  constructor(port: number) {
    super(`Cannot open the lab: port ${port} was taken by another process in the meantime.`);
    this.port = port;
  }
}

/** A JupyterLab that answers. */
export interface JupyterServer {
  readonly port: number;
  readonly token: string;
  readonly pid: number;
  /** Ends when the server does, however that comes. */
  readonly ended: Promise<number>;
  /** The address that opens a file of the clone, such as `notebooks/00_quickstart.ipynb`. */
  url(file: string): string;
  /** Stops the server and its kernels, and waits for it. */
  stop(): Promise<void>;
}

/**
 * Starts JupyterLab on this machine only, and waits until it answers.
 *
 * The server stops by itself when its standard input closes, so no server or kernel is left behind
 * even when this process is killed.
 *
 * @throws {PortTakenError} If another server was quicker to take the port.
 * @throws {SetupError} If the server ends or does not answer, with the last lines of its log.
 */
export async function startJupyter(
  lab: Lab,
  port: number,
  options: { env?: Readonly<Record<string, string>>; log?: string } = {},
): Promise<JupyterServer> {
  const token = crypto.randomUUID().replaceAll("-", "");
  const log = options.log ?? join(lab.paths.state, `jupyter-${port}.log`);
  const child = new Deno.Command(lab.paths.python, {
    args: [
      lab.paths.bridge,
      "serve",
      "--no-browser",
      `--ServerApp.root_dir=${lab.paths.root}`,
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      "--ServerApp.open_browser=False",
      // Root is refused by default; in a container or a CI machine there is often nobody else.
      "--allow-root",
    ],
    cwd: lab.paths.root,
    // By the environment, for arguments can be read by every user of the machine.
    env: { ...lab.env, ...options.env, JUPYTER_TOKEN: token },
    clearEnv: true,
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const logged = child.stderr.pipeTo(
    (await Deno.open(log, { create: true, write: true, truncate: true })).writable,
  );
  let code: number | undefined;
  const ended = child.status.then((status) => code = status.code);

  const stop = async () => {
    if (code !== undefined) return;
    await child.stdin.close().catch(() => {});
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
    // A kernel that outlives its server holds the log open; the lab does not wait for that.
    await Promise.race([logged.catch(() => {}), new Promise((r) => setTimeout(r, 1_000))]);
  };

  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!await answers(port, token)) {
    if (code !== undefined || performance.now() > deadline) {
      const taken = code !== undefined && !isFree(port);
      await stop();
      if (taken) throw new PortTakenError(port);
      const lines = (await Deno.readTextFile(log)).trimEnd().split("\n").slice(-LOG_LINES);
      throw new SetupError(
        `Cannot open the lab: JupyterLab ${code === undefined ? "does not answer" : "ended"}. ` +
          `Its last lines stand below; the whole log is ${log}.`,
        { details: lines.join("\n") },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    port,
    token,
    pid: child.pid,
    ended,
    stop,
    url: (file) =>
      `http://127.0.0.1:${port}/lab/tree/${
        file.split("/").map(encodeURIComponent).join("/")
      }?token=${token}`,
  };
}

/**
 * Whether the server with this token answers; another one on the same port refuses it. Asked by Node's
 * own client, which heeds no proxy: the token stays on this machine.
 */
function answers(port: number, token: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({
      host: "127.0.0.1",
      port,
      path: "/api/status",
      headers: { authorization: `token ${token}` },
      timeout: 2_000,
    }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
        if (text.length > 100_000) asked.destroy();
      });
      response.on("end", () => resolve(response.statusCode === 200 && isStatus(text)));
      response.on("error", () => resolve(false));
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(false));
  });
}

/** Whether a text is Jupyter's word on its state: a server that is none may say yes to anything. */
function isStatus(text: string): boolean {
  try {
    return typeof JSON.parse(text).kernels === "number";
  } catch {
    return false;
  }
}
