import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way through the proxy. */
export interface Passing {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  at: number;
  /** The status that went back to the client; null until then, or when nothing did. */
  status: number | null;
}

/** What becomes of a request and of its answer. Without a rule both pass. */
export interface Rule {
  /** Waited for before the server hears of the request. */
  before?: () => Promise<unknown>;
  /** Waited for before the client hears of the answer. */
  after?: () => Promise<unknown>;
  /** `request`: the server never hears of it; `answer`: the client never hears of what was done. */
  drop?: 'request' | 'answer';
  /** Answered in the server's place. */
  answer?: { status: number; type?: string; headers?: Record<string, string>; body: string };
}

export interface Proxy {
  url: string;
  passed: Passing[];
  /** Decides about each request; the last one set counts. */
  rule: (passing: Passing) => Rule | undefined;
  /** Whether everything is refused at the door, as without a network. */
  down: boolean;
  /** Files that the proxy gives by itself. */
  files: Map<string, { type: string; body: string }>;
  /** The requests with this method and path so far. */
  count(method: string, path: RegExp): number;
  /** Breaks every connection there is. */
  hangUp(): void;
  close(): Promise<void>;
}

/** A proxy in front of a real server whose answers can be held back, lost and put out of order. */
export async function startProxy(target: string): Promise<Proxy> {
  const proxy: Proxy = {
    url: '',
    passed: [],
    rule: () => undefined,
    down: false,
    files: new Map(),
    count: (method, path) =>
      proxy.passed.filter((passing) => passing.method === method && path.test(passing.url)).length,
    hangUp: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((incoming, outgoing) => {
    pass(proxy, target, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}

async function pass(
  proxy: Proxy,
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (proxy.down) return void outgoing.destroy();
  const file = proxy.files.get(incoming.url!.split('?')[0]!);
  if (file) return void outgoing.writeHead(200, { 'content-type': file.type }).end(file.body);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const passing: Passing = {
    method: incoming.method!,
    url: incoming.url!,
    headers: incoming.headers,
    body: body.toString(),
    at: Date.now(),
    status: null,
  };
  proxy.passed.push(passing);
  const rule = proxy.rule(passing) ?? {};
  await rule.before?.();
  if (rule.answer) {
    passing.status = rule.answer.status;
    const { status, type = 'application/json', headers = {}, body: text } = rule.answer;
    return void outgoing.writeHead(status, { 'content-type': type, ...headers }).end(text);
  }
  if (rule.drop === 'request') return void outgoing.destroy();
  const answer = await forward(target, passing, body, outgoing);
  await rule.after?.();
  if (rule.drop === 'answer' || proxy.down) {
    answer.destroy();
    outgoing.destroy();
    return;
  }
  passing.status = answer.statusCode!;
  outgoing.writeHead(answer.statusCode!, answer.headers);
  answer.on('error', () => outgoing.destroy());
  answer.pipe(outgoing);
}

function forward(
  target: string,
  { method, url, headers }: Passing,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(url, target), { method, headers, agent: false }, resolve);
    sent.on('error', reject);
    // A live stream ends with whoever reads it.
    if (/\/events/.test(url)) outgoing.on('close', () => sent.destroy());
    sent.end(body);
  });
}

/** A door that is shut until it is opened. */
export function door(): { shut: () => Promise<void>; open: () => void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { shut: () => opened, open };
}
