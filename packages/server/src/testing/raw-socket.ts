import { connect } from 'node:net';
import type { App } from '../platform/http/route.ts';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
  body: ReturnType<typeof JSON.parse>;
}

/** A socket that really listens, for what cannot be shown by injection. */
export async function listen(app: App): Promise<{ port: number; url: string }> {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, port: Number(new URL(url).port) };
}

/** Sends these bytes and reads until the other side closes. */
export function sendRaw(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(bytes));
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer in 10 s')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => (chunks.length > 0 ? resolve(parse(chunks)) : reject(error)));
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(parse(chunks)));
  });
}

function parse(chunks: Buffer[]): RawAnswer {
  const [head = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const text = rest.join('\r\n\r\n');
  return {
    status: Number(first.split(' ')[1]),
    headers,
    text,
    body: text !== '' && headers['content-type']?.includes('json') ? JSON.parse(text) : null,
  };
}
