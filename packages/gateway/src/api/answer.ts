import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Afterwards } from '../cards.ts';
import type { GatewayError } from '../errors.ts';
import type { DialectName } from '../ledger/rows.ts';

export interface Answer {
  status: number;
  body: unknown;
  /** How it is to go wrong on its way. */
  afterwards?: Afterwards | null;
}

/** How one provider speaks. */
export interface Voice {
  readonly name: DialectName;
  refusal(error: GatewayError): Answer;
  /** The header that brings an idempotency key, in lower case. */
  readonly keyHeader: string;
  /** Why this key cannot be one; undefined where it can. */
  flawOfKey?(key: string): string | undefined;
}

/** Sends nothing more and closes the connection. */
export function cut(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

const hanging = new WeakSet<FastifyReply>();

/** Never answers; the connection stays until somebody closes it. */
export function hang(reply: FastifyReply): void {
  reply.hijack();
  hanging.add(reply);
}

export function isHanging(reply: FastifyReply): boolean {
  return hanging.has(reply);
}
