import { createServer } from 'node:http';
import { once } from 'node:events';

export interface ReceivedSms {
  path: string;
  authorization: string;
  form: Record<string, string>;
}

export interface SmsServer {
  url: string;
  received: ReceivedSms[];
  /** What it does with the next messages: take them, answer with this status, say nonsense, or drop the connection. */
  behaviour: { status?: number; nonsense?: boolean; drop?: boolean };
  close(): Promise<void>;
}

/** As much of Twilio's Messages resource as a sender needs, on a free port of loopback. */
export async function startSmsServer(): Promise<SmsServer> {
  const received: ReceivedSms[] = [];
  const behaviour: SmsServer['behaviour'] = {};
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push({
        path: `${request.method} ${request.url}`,
        authorization: request.headers.authorization ?? '',
        form: Object.fromEntries(new URLSearchParams(text)),
      });
      if (behaviour.drop) return void response.socket?.destroy();
      const { status = 201 } = behaviour;
      const { To: to } = received.at(-1)!.form;
      const failure = { code: 21_211, message: `The 'To' number ${to} is not valid`, status };
      const answer = status < 300 ? { sid: 'SM1', status: 'queued', to } : failure;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(behaviour.nonsense ? '<html>' : JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    behaviour,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
