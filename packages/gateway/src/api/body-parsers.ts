import type { FastifyInstance } from 'fastify';
import { invalidInput } from '../errors.ts';
import { readForm } from './form.ts';

/** JSON and forms; an empty body is an empty object, whatever it calls itself. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? {} : JSON.parse(text as string));
    } catch {
      done(invalidInput('The body is not JSON.'), undefined);
    }
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => done(null, readForm(text as string)),
  );
}
