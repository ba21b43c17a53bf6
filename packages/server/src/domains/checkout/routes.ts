import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestedMarket } from '../../market.ts';
import type { Database } from '../../platform/db/database.ts';
import { type App, sendJson } from '../../platform/http/route.ts';
import type { Store } from '../../store.ts';
import { originOf } from '../audit/public.ts';
import { cartPolicy } from '../cart/public.ts';
import { checkoutDocument, shippingDocument, type Translate } from './checkout-document.ts';
import { checkoutPolicy } from './checkout-policy.ts';
import { checkoutErrors as errors } from './errors.ts';
import { listShippingMethods } from './list-shipping-methods.ts';
import { showCheckout } from './read-checkout.ts';
import { saveCheckout } from './save-checkout.ts';
import * as schema from './schema.ts';

export interface CheckoutDeps {
  shop: Database;
  store: Store;
  now: () => Date;
  translate: Translate;
  /** The language the client asks for, null where it says nothing. */
  languageOf: (request: FastifyRequest) => string | null;
}

const tags = ['Checkout'];
const config = { access: 'shopper', limit: 'checkout' } as const;

/** The checkout (SPEC §7): a cart as it is to be paid. Nothing the client sends decides a price, a total or who he is. */
export function checkoutRoutes(app: App, deps: CheckoutDeps): void {
  const { shop, translate, languageOf } = deps;
  const contextOf = contexts(deps);

  app.route({
    method: 'PUT',
    url: '/checkout',
    config: { ...config, errors: [errors.marketUnknown, errors.shopperGone] },
    schema: {
      tags,
      summary: 'Quote the cart',
      description: 'Replaces the open checkout. Every broken rule is told at once, in `problems`.',
      headers: schema.checkoutHeaders,
      body: schema.checkoutInput,
      response: { 200: schema.checkoutAnswer },
    },
    handler: async (request, reply) => {
      const input = { ...contextOf(request), order: request.body, origin: originOf(request) };
      const { checkout, evaluation, priceChanges } = await saveCheckout(shop.as(request.caller), input);
      const telling = { locale: checkout.locale, translate };
      return send(reply, checkoutDocument(checkout, telling, { offers: evaluation.offers, priceChanges }));
    },
  });

  app.route({
    method: 'GET',
    url: '/checkout',
    config: { ...config, errors: [errors.checkoutNotFound] },
    schema: {
      tags,
      summary: 'Read the checkout',
      description: 'The newest one that is open or being paid, as it was quoted.',
      response: { 200: schema.checkoutAnswer },
    },
    handler: async (request, reply) => {
      const { who, checkout } = await showCheckout(shop.as(request.caller));
      const locale = who.locale ?? languageOf(request) ?? checkout.locale;
      return send(reply, checkoutDocument(checkout, { locale, translate }));
    },
  });

  shippingRoute(app, deps, contextOf);
}

function shippingRoute(
  app: App,
  { shop, translate }: CheckoutDeps,
  contextOf: ReturnType<typeof contexts>,
): void {
  app.route({
    method: 'GET',
    url: '/checkout/shipping-methods',
    config: { ...config, errors: [errors.marketUnknown, errors.shopperGone] },
    schema: {
      tags,
      summary: 'List the shipping methods for the cart',
      description: 'With prices; those that cannot be had are listed apart, with the reasons.',
      headers: schema.checkoutHeaders,
      querystring: schema.shippingQuery,
      response: { 200: schema.shippingAnswer },
    },
    handler: async (request, reply) => {
      const { country = null, postalCode, customerType = null } = request.query;
      const input = { ...contextOf(request), country, postalCode, customerType };
      return send(
        reply,
        shippingDocument(await listShippingMethods(shop.as(request.caller), input), translate),
      );
    },
  });
}

function send(reply: FastifyReply, document: string): FastifyReply {
  return sendJson(reply.header('cache-control', 'no-store'), document);
}

function contexts({ store, now, languageOf }: CheckoutDeps) {
  const policy = cartPolicy(store);
  const rules = checkoutPolicy(store);
  return (request: FastifyRequest) => ({
    now: now(),
    market: requestedMarket(request.headers, store),
    policy,
    rules,
    language: languageOf(request),
  });
}
