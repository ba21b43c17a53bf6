import { connect, type Socket } from 'node:net';

export interface Answered {
  status: number;
  text: string;
}

const HEAD_END = '\r\n\r\n';
const READ_BYTES = 16_384;

/**
 * HTTP/1.1 over sockets that are kept, as many as there are requests at a time: node's own client costs as much as a
 * third of the server it would measure. Understands answers with a Content-Length and nothing else.
 */
export class KeepAliveClient {
  readonly #url: URL;
  readonly #connections = new Set<Connection>();
  readonly #idle: Connection[] = [];

  constructor(url: string) {
    this.#url = new URL(url);
  }

  async send(request: {
    method: string;
    path: string;
    headers: Record<string, string>;
    body: string;
  }): Promise<Answered> {
    const { method, path, headers, body } = request;
    let head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#url.host}\r\nconnection: keep-alive\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    const text = `${head}content-length: ${Buffer.byteLength(body)}${HEAD_END}${body}`;
    const connection = this.#idle.pop() ?? this.#open();
    // One that failed is not used again.
    const answer = await connection.ask(text);
    this.#idle.push(connection);
    return answer;
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  #open(): Connection {
    const connection = new Connection(this.#url);
    this.#connections.add(connection);
    return connection;
  }
}

interface Asked {
  resolve: (answer: Answered) => void;
  reject: (error: Error) => void;
}

class Connection {
  readonly #socket: Socket;
  #asked: Asked | null = null;
  #received = '';
  #failure: Error | null = null;

  constructor({ hostname, port }: URL) {
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(READ_BYTES),
        callback: (bytes, buffer) => {
          // A character a byte, so that lengths can be compared.
          this.#take((buffer as Buffer).toString('latin1', 0, bytes));
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  ask(text: string): Promise<Answered> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#asked = { resolve, reject };
      this.#socket.write(text);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(part: string): void {
    this.#received += part;
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd);
    const status = /^HTTP\/1\.1 ([2-5]\d\d) /.exec(head)?.[1];
    const length = /\r\ncontent-length: (\d+)(?:\r\n|$)/i.exec(head)?.[1];
    if (!this.#asked || !status || !length || /\r\n(?:transfer-encoding:|connection: close)/i.test(head))
      return this.#fail(new Error(`not understood: ${head}`));
    const bodyStart = headEnd + HEAD_END.length;
    const missing = bodyStart + Number(length) - this.#received.length;
    if (missing > 0) return;
    if (missing < 0) return this.#fail(new Error(`more than was announced: ${this.#received}`));
    const text = Buffer.from(this.#received.slice(bodyStart), 'latin1').toString();
    const { resolve } = this.#asked;
    this.#asked = null;
    this.#received = '';
    resolve({ status: Number(status), text });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#socket.destroy();
    this.#asked?.reject(this.#failure);
    this.#asked = null;
  }
}
