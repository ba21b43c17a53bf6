import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';

export interface ReceivedMail {
  to: string;
  /** Headers and body as they came over the wire. */
  source: string;
  at: number;
}

export interface MailServer {
  url: string;
  mails: ReceivedMail[];
  /** What it does with the next mails: take them, refuse the recipient, drop the connection, or take so long over it. */
  behaviour: { refuse?: string; drop?: boolean; delayMs?: number };
  close(): Promise<void>;
}

/** As much SMTP (RFC 5321) as a sender needs, on a free port of loopback. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const behaviour: MailServer['behaviour'] = {};
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (behaviour.drop) return void socket.destroy();
    speak(socket, behaviour, (mail) => mails.push(mail));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    behaviour,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function speak(
  socket: Socket,
  behaviour: MailServer['behaviour'],
  receive: (mail: ReceivedMail) => void,
): void {
  let [unread, to, source, inData] = ['', '', '', false];
  const say = (line: string) => void socket.write(`${line}\r\n`);
  const take = () => {
    receive({ to, source, at: Date.now() });
    setTimeout(() => say('250 taken'), behaviour.delayMs ?? 0);
  };
  const hear = (line: string) => {
    if (inData) {
      if (line !== '.') return void (source += `${line.replace(/^\./, '')}\r\n`);
      inData = false;
      return take();
    }
    const command = line.slice(0, 4).toUpperCase();
    if (command === 'EHLO') say('250 test');
    else if (command === 'RCPT') {
      to = /<(.*)>/.exec(line)?.[1] ?? '';
      say(behaviour.refuse ?? '250 fine');
    } else if (command === 'DATA') {
      [source, inData] = ['', true];
      say('354 go on');
    } else if (command === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('250 fine');
  };
  say('220 test');
  socket.on('data', (chunk) => {
    unread += chunk.toString();
    for (let end = unread.indexOf('\r\n'); end >= 0; end = unread.indexOf('\r\n')) {
      const line = unread.slice(0, end);
      unread = unread.slice(end + 2);
      hear(line);
    }
  });
}
