import { createHash } from 'node:crypto';
import { z } from 'zod';
import { nobody, type Database } from '../db/database.ts';
import type { App } from '../http/route.ts';
import { listOutbox, type OutboxMessage } from './queries.ts';

const SHOWN = 200;
const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:46rem;margin:2rem auto;padding:0 1rem}
article{border:1px solid #8886;border-radius:.6rem;padding:1rem 1.2rem;margin:1rem 0}
h1{font-size:1.5rem}h2{font-size:1.05rem;margin:0}
.meta{color:light-dark(#555,#aaa);font-size:.875rem;margin:.2rem 0 .8rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:0}`;

/** Every mail and SMS the system sent, for development only (RUN-9): it shows codes and links, so production has no such route. */
export function outboxRoutes(app: App, { system }: { system: Database }): void {
  const read = async () => (await system.as(nobody).read(listOutbox(SHOWN))).rows[0];

  app.route({
    method: 'GET',
    url: '/dev/outbox.json',
    config: { access: 'public' },
    schema: { hide: true, response: { 200: z.unknown() } },
    handler: async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ messages: await read() }),
  });

  app.route({
    method: 'GET',
    url: '/dev/outbox',
    config: { access: 'public' },
    schema: { hide: true, response: { 200: z.unknown() } },
    handler: async (_request, reply) => {
      const styleHash = createHash('sha256').update(STYLE).digest('base64');
      return reply
        .header(
          'content-security-policy',
          `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'`,
        )
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(page(await read()));
    },
  });
}

function page(messages: OutboxMessage[]): string {
  const articles = messages.map(
    ({ channel, recipient, subject, body, createdAt }) =>
      `<article><h2>${escapeHtml(subject || channel.toUpperCase())}</h2><p class="meta">${channel} to ${escapeHtml(recipient)} · <time>${createdAt.toISOString()}</time></p><pre>${escapeHtml(body)}</pre></article>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Outbox</title><style>${STYLE}</style></head>
<body><main><h1>Outbox</h1><p>Mails and messages this server sent, newest first.</p>${articles.join('') || '<p>Nothing yet.</p>'}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
