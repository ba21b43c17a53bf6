import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Answer } from '../../api/answer.ts';
import { perform, type Desk } from '../../api/perform.ts';
import { GatewayError, invalidInput, noSuch, unauthenticated } from '../../errors.ts';
import { readForm } from '../../api/form.ts';
import type { Charge, Intent } from '../../ledger/rows.ts';
import { cancelIntent } from '../../operations/cancel-intent.ts';
import { confirmIntent } from '../../operations/confirm-intent.ts';
import { createIntent } from '../../operations/create-intent.ts';
import { createRefund } from '../../operations/create-refund.ts';
import { readIntent, readIntentOfBuyer } from '../../operations/find-intent.ts';
import { sameText } from '../../same-text.ts';
import type { World } from '../../world.ts';
import { check } from '../check.ts';
import { listPage } from './list.ts';
import { charge, paymentIntent, refundObject } from './objects.ts';
import { cardMeant } from './payment-methods.ts';
import {
  cancelSchema,
  confirmSchema,
  createSchema,
  listSchema,
  refundSchema,
  retrieveSchema,
} from './schema.ts';
import { cardError, stripeVoice } from './voice.ts';

type Work = (request: FastifyRequest) => Answer;
type Add = (method: 'GET' | 'POST', path: string, work: Work) => void;

const INTENTS = '/payment_intents';

/** As much of Stripe's API as a shop needs to take payments: intents, charges to read, refunds. */
export function stripeRoutes(app: FastifyInstance, desk: Desk): void {
  const { world } = desk;
  const add: Add = (method, path, work) =>
    app.route({
      method,
      url: `/stripe/v1${path}`,
      handler: (request, reply) => {
        void reply.header('request-id', `req_${request.id}`).header('access-control-allow-origin', '*');
        return perform(desk, stripeVoice, request, reply, {
          admit: () => admit(world, request),
          work: () => work(request),
        });
      },
    });
  intentRoutes(add, world);
  refundRoutes(add, world);
}

function intentRoutes(add: Add, world: World): void {
  add('POST', INTENTS, ({ body }) => {
    const input = check(createSchema, body);
    const card = input.confirm === 'true' ? cardMeant(input) : null;
    const intent = createIntent(world, {
      dialect: 'stripe',
      amount: input.amount,
      currency: input.currency,
      metadata: input.metadata,
      description: input.description ?? null,
      returnUrl: input.return_url ?? null,
      livemode: world.keys.stripe.startsWith('sk_live_'),
    });
    return card ? confirmed(world, intent, card, input.expand) : one(world, intent, input.expand);
  });
  add('GET', INTENTS, (request) => {
    const input = check(listSchema, queryOf(request));
    const expand = input.expand.map((path) => path.replace(/^data\./, ''));
    const intents = world.ledger.all('intents').filter(({ dialect }) => dialect === 'stripe');
    const render = (intent: Intent) => paymentIntent(world, intent, expand);
    return { status: 200, body: listPage('/v1/payment_intents', intents, input, render) };
  });
  add('GET', `${INTENTS}/:id`, (request) => {
    const { client_secret: secret, expand } = check(retrieveSchema, queryOf(request));
    return one(world, intentOf(world, request, secret), expand);
  });
  add('POST', `${INTENTS}/:id/confirm`, (request) => {
    const input = check(confirmSchema, request.body);
    return confirmed(world, intentOf(world, request, input.client_secret), cardMeant(input), input.expand);
  });
  add('POST', `${INTENTS}/:id/cancel`, (request) => {
    const { expand } = check(cancelSchema, request.body);
    return one(world, cancelIntent(world, intentOf(world, request)), expand);
  });
  add('GET', '/charges/:id', (request) => {
    const attempt = world.ledger.get('attempts', idOf(request));
    if (!attempt?.id.startsWith('ch_')) throw noSuch('charge', idOf(request));
    return { status: 200, body: charge(world, attempt) };
  });
}

function refundRoutes(add: Add, world: World): void {
  add('POST', '/refunds', ({ body }) => {
    const input = check(refundSchema, body);
    const { intent, charged } = refundedThing(world, input);
    const { amount = null, metadata, reason = null } = input;
    const refund = createRefund(world, intent, charged, { amount, metadata, reason });
    return { status: 200, body: refundObject(refund) };
  });
  add('GET', '/refunds', (request) => {
    const input = check(listSchema, queryOf(request));
    const refunds = world.ledger
      .all('refunds')
      .filter(
        ({ id, intent, charge: of }) =>
          id.startsWith('re_') && (input.payment_intent ?? intent) === intent && (input.charge ?? of) === of,
      );
    return { status: 200, body: listPage('/v1/refunds', refunds, input, refundObject) };
  });
  add('GET', '/refunds/:id', (request) => {
    const refund = world.ledger.get('refunds', idOf(request));
    if (!refund?.id.startsWith('re_')) throw noSuch('refund', idOf(request));
    return { status: 200, body: refundObject(refund) };
  });
}

function refundedThing(
  world: World,
  { payment_intent: intentId, charge: chargeId }: z.output<typeof refundSchema>,
): { intent: Intent; charged: Charge | undefined } {
  if (chargeId !== undefined) {
    const charged = world.ledger.get('charges', chargeId);
    if (!charged?.id.startsWith('ch_')) throw noSuch('charge', chargeId, 'charge');
    return { intent: world.ledger.get('intents', charged.intent)!, charged };
  }
  if (intentId === undefined)
    throw invalidInput('One of the following params should be provided: payment_intent or charge.');
  const intent = readIntent(world, 'stripe', intentId, 'payment_intent');
  return { intent, charged: world.ledger.of('charges', intent.id).at(-1) };
}

function confirmed(
  world: World,
  intent: Intent,
  card: Parameters<typeof confirmIntent>[2],
  expand: string[],
): Answer {
  const { intent: after, attempt, declined, afterwards } = confirmIntent(world, intent, card);
  if (declined === null) return { ...one(world, after, expand), afterwards };
  const error = {
    ...cardError(declined, attempt?.id ?? null),
    payment_intent: paymentIntent(world, after, expand),
  };
  return { status: 402, body: { error }, afterwards };
}

function one(world: World, intent: Intent, expand: string[]): Answer {
  return { status: 200, body: paymentIntent(world, intent, expand) };
}

// With a publishable key only who knows the client secret may look or pay.
function intentOf(world: World, request: FastifyRequest, clientSecret?: string): Intent {
  const id = idOf(request);
  if (!keyOf(request).startsWith('pk_')) return readIntent(world, 'stripe', id, 'payment_intent');
  return readIntentOfBuyer(world, id, clientSecret ?? '');
}

function admit({ keys }: World, request: FastifyRequest): void {
  const key = keyOf(request);
  if (sameText(key, keys.stripe)) return;
  const publishable = sameText(key, keys.stripe.replace(/^sk_/, 'pk_'));
  if (!publishable) throw unauthenticated();
  if (!/\/payment_intents\/[^/]+(\/confirm)?$/.test(request.url.split('?')[0]!))
    throw new GatewayError(401, 'secret_key_required', 'This call needs the secret key.', {
      unbegun: true,
    });
}

/** Bearer, or the user of Basic, or the form's `key`. */
function keyOf({ headers, body }: FastifyRequest): string {
  const [scheme, value = ''] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':')[0]!;
  const { key } = (body ?? {}) as { key?: unknown };
  return typeof key === 'string' ? key : '';
}

// Queries have brackets as forms have, which Fastify leaves in the names.
function queryOf({ url }: FastifyRequest) {
  return readForm(url.split('?')[1] ?? '');
}

function idOf({ params }: FastifyRequest): string {
  return (params as { id: string }).id;
}
