import type { FastifyRequest } from 'fastify';
import { requestedMarket } from '../../market.ts';
import { nobody } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { httpErrors, retryLater } from '../../platform/http/errors.ts';
import { answerAlong } from '../../platform/http/idempotency/idempotency.ts';
import { type App, sendJson } from '../../platform/http/route.ts';
import { Major, toJson } from '../../platform/exact-json.ts';
import { originOf, recordSecurityEvent } from '../audit/public.ts';
import { cartErrors, cartPolicy, lockCart } from '../cart/public.ts';
import { checkoutErrors, checkoutPolicy } from '../checkout/public.ts';
import { inventoryErrors } from '../inventory/public.ts';
import { createPayment, type BegunPayment } from './create-payment.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors as errors } from './errors.ts';
import { findPayment } from './find-payment.ts';
import { GatewayUnavailable } from './gateways/gateway.ts';
import { offeredProviders } from './offered-providers.ts';
import { findOrderOfPayment, readPayment, takeLook, type PaymentRow } from './queries.ts';
import { staffPaymentRoutes } from './routes-staff.ts';
import { webhookRoutes } from './routes-webhook.ts';
import * as schema from './schema.ts';
import { syncPayment } from './sync-payment.ts';

const tags = ['Payments'];
const paying = {
  access: 'shopper',
  limit: 'payment',
  idempotencyKeyRequired: true,
  idempotency: 'along',
} as const;
const owning = [errors.paymentNotFound, errors.paymentNotOwned];

/** Paying (SPEC §8): begin, verify, look. Amount, currency and whose it is come from the database alone. */
export function paymentRoutes(app: App, deps: PaymentDeps): void {
  beginRoute(app, deps);
  verifyRoute(app, deps);
  lookRoutes(app, deps);
  webhookRoutes(app, deps);
  staffPaymentRoutes(app, deps);
}

function beginRoute(app: App, deps: PaymentDeps): void {
  const policy = cartPolicy(deps.store);
  const rules = checkoutPolicy(deps.store);
  app.route({
    method: 'POST',
    url: '/payments/create-order',
    config: {
      ...paying,
      lockBeforeKey: lockCart,
      errors: [
        cartErrors.marketUnknown,
        cartErrors.shopperGone,
        checkoutErrors.cartChanged,
        checkoutErrors.checkoutIncomplete,
        checkoutErrors.checkoutNotFound,
        inventoryErrors.insufficientStock,
        errors.providerNotOffered,
        errors.paymentRefused,
        errors.gatewayUnavailable,
      ],
    },
    schema: {
      tags,
      summary: 'Begin to pay the checkout',
      description:
        'Freezes the checkout, keeps its goods and asks the gateway for an intent of its total. Again, it goes on with the same payment.',
      body: schema.beginInput,
      response: { 201: schema.begunAnswer },
    },
    handler: async (request, reply) => {
      const { provider = null, checkoutId = null } = request.body ?? {};
      const input = { provider, checkoutId, policy, rules, origin: originOf(request) };
      const keep = answerAlong(request, 201);
      const begun = await createPayment(deps, request.caller, input, (told) => keep(begunBody(told)));
      return sendJson(reply.code(201).header('cache-control', 'no-store'), begunBody(begun));
    },
  });
}

function begunBody({ amountMinor, holdUntil, ...payment }: BegunPayment): string {
  const amount = new Major(amountMinor, payment.currency);
  return toJson({ payment: { ...payment, amount, holdUntil: holdUntil.toISOString() } });
}

function verifyRoute(app: App, deps: PaymentDeps): void {
  app.route({
    method: 'POST',
    url: '/payments/verify',
    config: { ...paying, errors: [...owning, errors.paymentInvalid, errors.gatewayUnavailable] },
    schema: {
      tags,
      summary: 'Check that a payment is paid',
      description:
        'The gateway is asked; what the browser brings back is only compared. A paid checkout becomes its order here, too.',
      body: schema.verifyInput,
      response: { 200: schema.paymentAnswer },
    },
    handler: async (request, reply) => {
      const { paymentId, intentId = null, gatewayPaymentId, signature } = request.body;
      const origin = originOf(request);
      const payment = await findPayment(
        deps,
        request.caller,
        { paymentId, checkoutId: null, intentId },
        origin,
      );
      const gateway = deps.gateways.get(payment.provider);
      if (gateway?.confirms && payment.intentId !== null) {
        const brought = {
          intentId: payment.intentId,
          gatewayPaymentId: gatewayPaymentId ?? '',
          signature: signature ?? '',
        };
        if (!gateway.confirms(brought)) throw await refuseSignature(deps, request, payment);
      }
      if (payment.provider !== 'cod') await askGateway(deps, payment, request);
      return sendJson(reply.header('cache-control', 'no-store'), await answerOf(deps, payment, request));
    },
  });
}

async function refuseSignature(
  deps: PaymentDeps,
  request: FastifyRequest,
  payment: PaymentRow,
): Promise<Error> {
  const event = recordSecurityEvent({
    ...originOf(request),
    at: deps.now(),
    kind: 'payment_signature_wrong',
    subjectId: payment.shopperId,
    evidence: { paymentId: payment.id },
  });
  await deps.system.as(nobody).write(event);
  return refuse(errors.paymentInvalid, { status: payment.status, failure: 'signature' });
}

function lookRoutes(app: App, deps: PaymentDeps): void {
  app.route({
    method: 'GET',
    url: '/payments/:id',
    config: { access: 'shopper', limit: 'default', errors: [...owning, errors.gatewayUnavailable] },
    schema: {
      tags,
      summary: 'Read how a payment stands',
      description:
        'For the page that waits for the word that it is paid. While it is open its gateway is asked, every 2 seconds at most.',
      params: schema.paymentParams,
      response: { 200: schema.paymentAnswer },
    },
    handler: async (request, reply) => {
      const claim = { paymentId: request.params.id, checkoutId: null, intentId: null };
      const payment = await findPayment(deps, request.caller, claim, originOf(request));
      await lookAtOpen(deps, payment, request);
      return sendJson(reply.header('cache-control', 'no-store'), await answerOf(deps, payment, request));
    },
  });
  app.route({
    method: 'GET',
    url: '/payments/providers',
    config: { access: 'public', errors: [cartErrors.marketUnknown] },
    schema: {
      tags,
      summary: 'List the ways to pay',
      headers: schema.marketHeaders,
      response: { 200: schema.providersAnswer },
    },
    handler: async (request, reply) => {
      const market = requestedMarket(request.headers, deps.store) ?? deps.store.defaultMarket;
      return reply.send({ providers: offeredProviders(deps, market), market });
    },
  });
}

async function answerOf(deps: PaymentDeps, payment: PaymentRow, request: FastifyRequest): Promise<string> {
  const { rows } = await deps.shop.as(request.caller).read(readPayment(payment), findOrderOfPayment(payment));
  const [now] = rows[0];
  if (!now) throw refuse(httpErrors.forbidden);
  const { id, checkoutId, provider, status, currency, intentId, failure } = now;
  const amount = new Major(now.amountMinor, currency);
  const orderId = rows[1][0]?.id ?? null;
  return toJson({
    payment: { id, checkoutId, provider, status, amount, currency, intentId, failure, orderId },
  });
}

const ASKED_EVERY_MS = 2_000;

// However many pages wait for a payment, and however often they ask, its gateway is asked by one of them.
async function lookAtOpen(deps: PaymentDeps, payment: PaymentRow, request: FastifyRequest): Promise<void> {
  const now = deps.now();
  const look = takeLook({ ...payment, now, askedBefore: new Date(now.getTime() - ASKED_EVERY_MS) });
  const [taken] = (await deps.system.as(nobody).write(look)).rows[0];
  if (taken) await askGateway(deps, payment, request);
}

async function askGateway(deps: PaymentDeps, payment: PaymentRow, request: FastifyRequest): Promise<void> {
  try {
    await syncPayment(deps, payment, originOf(request));
  } catch (error) {
    if (error instanceof GatewayUnavailable) throw retryLater(errors.gatewayUnavailable, 5, error);
    throw error;
  }
}
