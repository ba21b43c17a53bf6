import type { FastifyReply, FastifyRequest } from 'fastify';
import { gzipSync } from 'node:zlib';
import type { Answer } from '../cache/answer-cache.ts';

export interface AnswerHeaders {
  cacheControl: string;
  /** The request headers that the answer depends on, besides Accept-Encoding. */
  vary?: string;
}

const ZIP_FROM_BYTES = 1_024;

/** Sends JSON bytes with their validator, or 304 to a client that has them already (API-12). */
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  headers: AnswerHeaders,
): FastifyReply {
  const zip = answer.body.length >= ZIP_FROM_BYTES && accepts(request.headers['accept-encoding'], 'gzip');
  reply
    // A strong validator names exact bytes, so each encoding has its own.
    .header('etag', zip ? `"${answer.etag}-gzip"` : `"${answer.etag}"`)
    .header('cache-control', headers.cacheControl)
    .header('vary', [reply.getHeader('vary'), headers.vary, 'Accept-Encoding'].filter(Boolean).join(', '));
  if (holds(request.headers['if-none-match'], answer.etag)) return reply.code(304).send();
  reply.type('application/json; charset=utf-8');
  if (!zip) return reply.send(answer.body);
  answer.zipped ??= gzipSync(answer.body, { level: 5 });
  return reply.header('content-encoding', 'gzip').send(answer.zipped);
}

function accepts(header: string | string[] | undefined, encoding: string): boolean {
  if (header === undefined) return false;
  return String(header)
    .split(',')
    .some((part) => {
      const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    });
}

// If-None-Match compares weakly (RFC 9110 §13.1.2).
function holds(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '');
    return tag === '*' || tag === `"${etag}"` || tag === `"${etag}-gzip"`;
  });
}
