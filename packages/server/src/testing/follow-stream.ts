import { get } from 'node:http';

export interface Followed {
  /** Resolves with the next message that holds this text. */
  next(text: string): Promise<string>;
  /** Resolves when the server ends the stream. */
  ended: Promise<void>;
  close(): void;
}

/** Opens a stream of server-sent events over a real connection. */
export function follow(url: string, headers: Record<string, string>): Promise<Followed> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`the stream answered ${response.statusCode}`));
      let [text, read] = ['', 0];
      const waiting: { text: string; heard: (message: string) => void }[] = [];
      const serve = () => {
        for (
          let end = text.indexOf('\n\n', read);
          end >= 0 && waiting.length > 0;
          end = text.indexOf('\n\n', read)
        ) {
          const message = text.slice(read, end);
          read = end + 2;
          if (message.includes(waiting[0]!.text)) waiting.shift()!.heard(message);
        }
      };
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        serve();
      });
      resolve({
        next: (wanted) =>
          new Promise((heard) => {
            waiting.push({ text: wanted, heard });
            serve();
          }),
        ended: new Promise((end) => response.once('close', end)),
        close: () => void request.destroy(),
      });
    });
    request.on('error', reject);
  });
}
