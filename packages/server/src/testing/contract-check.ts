import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { gunzipSync } from 'node:zlib';
import { errorByReason } from '../platform/errors.ts';

interface ApiDocument {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, unknown> }> } | undefined>
  >;
}

/**
 * Compares every answer of an app with the OpenAPI document the app itself serves (API-13): the status and the type must be
 * documented for the route, the body must have the documented shape, and the details of an error the shape of its reason.
 */
export class ContractCheck {
  readonly #problems: string[] = [];
  readonly #validators = new Map<string, ValidateFunction>();
  #ajv: Ajv2020 | undefined;
  #document: ApiDocument | undefined;

  /** Calls `make`, which must begin by creating the Fastify instance, and watches every answer of that instance. */
  watching<Result>(make: () => Promise<Result>): Promise<Result> {
    // First of all hooks, so that it sees the payload before anything compresses it, whatever transport is used.
    const listen = (message: unknown) => {
      const app = (message as { fastify: FastifyInstance }).fastify;
      app.addHook('onSend', (request, reply, payload, done) => {
        this.#look(app, request, reply, payload);
        done(null, payload);
      });
    };
    subscribe('fastify.initialization', listen);
    try {
      return make();
    } finally {
      unsubscribe('fastify.initialization', listen);
    }
  }

  /** Throws what has been found since it was last asked. */
  complain(): void {
    const problems = this.#problems.splice(0);
    if (problems.length > 0)
      throw new Error(`answers differ from the OpenAPI document:\n${[...new Set(problems)].join('\n')}`);
  }

  #look(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    try {
      const body = textOf(payload, reply);
      const problem = this.#problemOf(app, request, reply, body);
      if (problem)
        this.#problems.push(
          `${request.method} ${request.routeOptions.url ?? '(no route)'} → ${reply.statusCode}: ${problem}`,
        );
    } catch (error) {
      this.#problems.push(`${request.method} ${request.url}: the check itself failed: ${String(error)}`);
    }
  }

  #problemOf(
    app: FastifyInstance,
    request: FastifyRequest,
    reply: FastifyReply,
    body: string | null,
  ): string | null {
    const type = String(reply.getHeader('content-type') ?? '').split(';')[0]!;
    // Browsers are told with a page that there is nothing at an address; nothing of the API is.
    if (type === 'text/html' && !request.url.startsWith('/api')) return null;
    const broken = reply.statusCode >= 400 ? errorProblem(type, body, reply, request) : null;
    if (broken) return broken;
    const path = (request.routeOptions.url ?? '').replace(/:(\w+)/g, '{$1}');
    this.#document ??= (app as unknown as { swagger: () => ApiDocument }).swagger();
    const operation = this.#document.paths[path]?.[request.method.toLowerCase()];
    if (!operation) return null;
    const documented = operation.responses[reply.statusCode];
    if (!documented) return `status not documented${body ? `: ${body.slice(0, 200)}` : ''}`;
    if (!documented.content) return body ? 'has a body where none is documented' : null;
    if (!documented.content[type]) return `type ${type || '(none)'} not documented`;
    if (type !== 'application/json') return null;
    return body === null
      ? 'has no body where one is documented'
      : this.#shapeProblem(path, request.method.toLowerCase(), reply.statusCode, body);
  }

  #shapeProblem(path: string, method: string, status: number, body: string): string | null {
    const pointer = [
      'paths',
      path,
      method,
      'responses',
      String(status),
      'content',
      'application/json',
      'schema',
    ]
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    let validate = this.#validators.get(pointer);
    if (!validate) {
      if (!this.#ajv) {
        this.#ajv = new Ajv2020({ strict: false, allErrors: true });
        addFormats.default(this.#ajv);
        this.#ajv.addSchema(this.#document!, 'api');
      }
      validate = this.#ajv.compile({ $ref: `api#/${pointer}` });
      this.#validators.set(pointer, validate);
    }
    if (validate(JSON.parse(body))) return null;
    const errors = validate
      .errors!.slice(0, 5)
      .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
    return `${errors.join('; ')} in ${body.slice(0, 300)}`;
  }
}

// API-3: one format, whoever refuses and why.
function errorProblem(
  type: string,
  body: string | null,
  reply: FastifyReply,
  request: FastifyRequest,
): string | null {
  if (type !== 'application/json' || body === null)
    return request.method === 'HEAD' ? null : `an error of type ${type || '(none)'}`;
  const { error, ...rest } = JSON.parse(body) as { error?: Record<string, unknown> };
  if (!error || Object.keys(rest).length > 0) return 'not the one error format';
  const kind = errorByReason(String(error['reason']));
  if (!kind) return `reason ${String(error['reason'])} is not in the catalogue`;
  const { code, message, requestId, details, reason: _reason, ...more } = error;
  if (code !== reply.statusCode || code !== kind.status)
    return `code ${String(code)}, status ${reply.statusCode}, catalogue ${kind.status}`;
  // A replayed answer is the first one, with the first one's id.
  if (requestId !== reply.getHeader('x-request-id') && reply.getHeader('idempotency-replayed') !== 'true')
    return 'requestId is not that of the header';
  if (typeof message !== 'string' || message.length < 5 || /[{}]/.test(message))
    return `message ${String(message)}`;
  if (Object.keys(more).length > 0) return `has ${Object.keys(more).join(', ')} beside the format`;
  const parsed = kind.details?.safeParse(details);
  if (parsed && !parsed.success) return `details of ${kind.reason}: ${parsed.error.message}`;
  return !parsed && details !== undefined ? `details, though ${kind.reason} declares none` : null;
}

function textOf(payload: unknown, reply: FastifyReply): string | null {
  if (typeof payload === 'string') return payload === '' ? null : payload;
  if (!Buffer.isBuffer(payload)) return null;
  return (reply.getHeader('content-encoding') === 'gzip' ? gunzipSync(payload) : payload).toString();
}
