import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface LoadResult {
  perSecond: number;
  p99Ms: number;
  /** Answers that were not 2xx, and sockets that failed. */
  failures: number;
}

export interface LoadPlan {
  url: string;
  path: string;
  method: 'GET' | 'POST';
  /** One of these is used for each request in turn. */
  tokens: string[];
  /** Bodies in turn, for POST. */
  bodies?: string[];
  connections: number;
  seconds: number;
}

/** Loads one route with wrk, which costs less than what it measures; says how to get it where it is missing. */
export async function load(plan: LoadPlan): Promise<LoadResult> {
  requireProgram('wrk', 'apt-get install wrk');
  const folder = await mkdtemp(join(tmpdir(), 'cartwright-load-'));
  const script = join(folder, 'plan.lua');
  await writeFile(script, luaOf(plan));
  const { stdout } = await run(
    'wrk',
    ['-t1', `-c${plan.connections}`, `-d${plan.seconds}s`, '--latency', '-s', script, plan.url],
    { maxBuffer: 1e7 },
  ).finally(() => rm(folder, { recursive: true }));
  const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1] ?? 0);
  const p99 = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout);
  const scale = { us: 0.001, ms: 1, s: 1_000 }[p99?.[2] ?? 'ms']!;
  const sockets = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout);
  return {
    perSecond: figure(/Requests\/sec:\s+([\d.]+)/),
    p99Ms: Number(p99?.[1] ?? 0) * scale,
    failures:
      figure(/Non-2xx or 3xx responses: (\d+)/) +
      (sockets?.slice(1).reduce((sum, count) => sum + Number(count), 0) ?? 0),
  };
}

/** Transactions a second of a pgbench script, prepared, one client a connection. */
export async function pgbench(plan: {
  url: string;
  script: string;
  clients: number;
  seconds: number;
}): Promise<{ perSecond: number }> {
  requireProgram('pgbench', 'apt-get install postgresql-contrib');
  const folder = await mkdtemp(join(tmpdir(), 'cartwright-pgbench-'));
  const file = join(folder, 'plan.sql');
  await writeFile(file, plan.script);
  const { stdout } = await run(
    'pgbench',
    [
      '-n',
      '-M',
      'prepared',
      '-j',
      '1',
      '-c',
      String(plan.clients),
      '-T',
      String(plan.seconds),
      '-f',
      file,
      plan.url,
    ],
    { maxBuffer: 1e7 },
  ).finally(() => rm(folder, { recursive: true }));
  return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1] ?? 0) };
}

/** Resident memory of a process in MiB, as the kernel counts it. */
export function residentMiB(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024;
}

function requireProgram(name: string, install: string): void {
  try {
    execFileSync('which', [name], { stdio: 'ignore' });
  } catch {
    throw new Error(`the bench needs ${name}: ${install}`);
  }
}

function luaOf({ method, path, tokens, bodies = [] }: LoadPlan): string {
  const list = (items: string[]) => `{${items.map((item) => `[==[${item}]==]`).join(',')}}`;
  return `
local tokens = ${list(tokens)}
local bodies = ${list(bodies)}
local requests = {}
local at = 0
function init()
  for index, token in ipairs(tokens) do
    local headers = { ["Authorization"] = token ~= "" and ("Bearer " .. token) or nil, ["Content-Type"] = #bodies > 0 and "application/json" or nil }
    local body = #bodies > 0 and bodies[(index - 1) % #bodies + 1] or nil
    requests[index] = wrk.format("${method}", "${path}", headers, body)
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end`;
}
