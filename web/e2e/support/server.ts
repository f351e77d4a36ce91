import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { close, listen, portOf } from './http';

/** The launcher of this checkout; `TIPPEN_LAUNCHER` names another. It builds when sources changed. */
const launcher =
  process.env['TIPPEN_LAUNCHER'] || fileURLToPath(new URL('../../../tippen', import.meta.url));

const run = promisify(execFile);

/** A first build may download and compile everything. */
export const buildLimitMs = 900_000;
const startLimitMs = 30_000;
const stopLimitMs = 20_000;

/** Builds what is out of date, so that no test waits for it. */
export const buildServer = async (): Promise<void> => {
  await run(launcher, ['version'], { timeout: buildLimitMs });
};

/** A port that was free a moment ago: a restarted server must come back on the one it had. */
export const freePort = async (): Promise<number> => {
  const server = await listen(() => {});
  const port = portOf(server);
  await close(server);
  return port;
};

export interface VisitorRow {
  visitor_id: string;
  company: string;
  location: string;
  last_role: string;
  website: string;
  page_views: number;
  total_time_seconds: number;
}

/** A running `./tippen serve` or `./tippen demo`. */
export interface TippenServer {
  origin: string;
  port: number;
  /** The one-time link that a server without an owner prints, else null. */
  setUpLink: string | null;
  /** Everything that the process has printed so far. */
  output: () => string;
  /** The rows of a reading statement, by the `sql` command, while the server runs or not. */
  sql: <Row = Record<string, unknown>>(statement: string) => Promise<Row[]>;
  visitors: () => Promise<VisitorRow[]>;
  /** Ends it with SIGTERM, as a supervisor would. @returns the exit code */
  stop: () => Promise<number | null>;
}

export interface ServerOptions {
  data: string;
  command?: 'serve' | 'demo';
  /** Further arguments, such as `--demo`. */
  flags?: string[];
  port?: number;
}

/** Resolves when the server says that it is ready. */
export const startServer = async (options: ServerOptions): Promise<TippenServer> => {
  const { data, command = 'serve', flags = [] } = options;
  const port = options.port ?? (await freePort());
  const child = spawn(launcher, [command, '--port', String(port), '--data', data, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const text = (): string => output.join('');
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => output.push(part));
  }
  let origin: string;
  try {
    origin = await readyOrigin(child, text);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  const sql = async <Row>(statement: string): Promise<Row[]> => {
    const { stdout } = await run(launcher, ['sql', '--json', '--data', data, statement]);
    return JSON.parse(stdout) as Row[];
  };
  return {
    origin,
    port,
    setUpLink: /^Set up: (\S+)$/m.exec(text())?.[1] ?? null,
    output: text,
    sql,
    visitors: () => sql<VisitorRow>('SELECT * FROM visitor_sessions ORDER BY id'),
    stop: () => stop(child),
  };
};

/** Waits for the line `Tippen is ready on ORIGIN`. */
const readyOrigin = (child: ChildProcess, text: () => string): Promise<string> =>
  new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new Error(`${reason}\n${text()}`));
    const timer = setTimeout(() => fail('The server is not ready in time.'), startLimitMs);
    const look = (): void => {
      const ready = /^Tippen is ready on (\S+)$/m.exec(text());
      if (!ready) return;
      clearTimeout(timer);
      resolve(ready[1]!);
    };
    child.stdout?.on('data', look);
    child.on('error', (error) => fail(String(error)));
    child.on('exit', (code) => {
      clearTimeout(timer);
      fail(`The server ended with code ${code}.`);
    });
  });

const stop = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await exited;
  clearTimeout(timer);
  return child.exitCode;
};
