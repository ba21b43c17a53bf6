import type { FastifyInstance } from 'fastify';
import secureJson from 'secure-json-parse';
import { AppError } from '../errors.ts';
import { httpErrors } from './errors.ts';

const MAX_DEPTH = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON is the only body: valid UTF-8, at most 32 levels deep, no keys that reach for a prototype (API-11). */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    if (request.headers['content-encoding'] !== undefined)
      return done(new AppError(httpErrors.unsupportedMediaType));
    try {
      const text = utf8.decode(body as Buffer);
      if (deeperThan(text, MAX_DEPTH)) throw new Error('too deep');
      done(null, secureJson.parse(text, { protoAction: 'error', constructorAction: 'error' }));
    } catch (error) {
      done(new AppError(httpErrors.malformedJson, undefined, { cause: error }));
    }
  });
}

// Counted before parsing, so that a deep body never reaches code that walks it.
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === 92) index++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 123 || code === 91) {
      if (++depth > limit) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}
