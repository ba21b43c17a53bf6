import { request, type Agent, type IncomingHttpHeaders } from 'node:http';

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  body: ReturnType<typeof JSON.parse>;
}

/** One request over a real connection; with a body it is a POST unless told otherwise. */
export function send(
  url: string,
  options: { method?: string; body?: unknown; headers?: Record<string, string>; agent?: Agent } = {},
): Promise<Received> {
  const { body, headers = {}, agent } = options;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const method = options.method ?? (payload === undefined ? 'GET' : 'POST');
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent: agent ?? false,
        headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => {
          const json = (response.headers['content-type'] ?? '').includes('json');
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            text,
            body: json ? JSON.parse(text) : null,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(payload);
  });
}
