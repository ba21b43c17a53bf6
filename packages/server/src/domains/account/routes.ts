import type { FastifyReply } from 'fastify';
import { requestedMarket } from '../../market.ts';
import type { CookieJar } from '../../platform/http/cookies.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import { type App, sendJson } from '../../platform/http/route.ts';
import { originOf } from '../audit/public.ts';
import { cartErrors } from '../cart/public.ts';
import { checkoutPolicy } from '../checkout/public.ts';
import { COOKIES, identityErrors, REFRESH_PATH, type Caller } from '../identity/public.ts';
import { paymentErrors } from '../payments/public.ts';
import { addAddress, changeAddress, MAX_ADDRESSES, removeAddress } from './change-address.ts';
import { deleteAccount, type DeleteDeps } from './delete-account.ts';
import { accountErrors as errors } from './errors.ts';
import { exportPerson } from './export-person.ts';
import { listAddresses } from './queries-addresses.ts';
import * as schema from './schema.ts';

const tags = ['Account'];
const own = [errors.addressNotFound, httpErrors.forbidden];

type AccountDeps = DeleteDeps & { jar: CookieJar };

/** A person's own (AUTH-14): address book, a copy of what is known of him, the end of his account. */
export function accountRoutes(app: App, deps: AccountDeps): void {
  bookRoutes(app, deps);
  addressRoutes(app, deps);
  personRoutes(app, deps);
}

const private_ = (reply: FastifyReply) => reply.header('cache-control', 'no-store');

function contextOf({ store, now }: AccountDeps) {
  const rules = checkoutPolicy(store);
  return (request: Parameters<typeof originOf>[0]) => ({
    rules,
    market: requestedMarket(request.headers, store),
    defaultMarket: store.defaultMarket,
    now: now(),
    origin: originOf(request),
  });
}

function bookRoutes(app: App, deps: AccountDeps): void {
  const { shop } = deps;
  const context = contextOf(deps);
  app.route({
    method: 'GET',
    url: '/auth/addresses',
    config: { access: 'user' },
    schema: { tags, summary: 'List my addresses', response: { 200: schema.addressesAnswer } },
    handler: async (request, reply) => {
      const { rows } = await shop.as(request.caller).read(listAddresses());
      return sendJson(private_(reply), rows[0][0]!.body);
    },
  });
  app.route({
    method: 'POST',
    url: '/auth/addresses',
    config: { access: 'user', errors: [errors.addressLimit, cartErrors.marketUnknown] },
    schema: {
      tags,
      summary: 'Add an address',
      description: `Checked as a checkout's in this market. At most ${MAX_ADDRESSES}; the first is the default of both kinds.`,
      headers: schema.marketHeaders,
      body: schema.addressInput,
      response: { 201: schema.addressAnswer },
    },
    handler: async (request, reply) =>
      sendJson(
        private_(reply.code(201)),
        await addAddress(shop, request.caller, request.body, context(request)),
      ),
  });
}

function addressRoutes(app: App, deps: AccountDeps): void {
  const { shop } = deps;
  const context = contextOf(deps);
  app.route({
    method: 'PATCH',
    url: '/auth/addresses/:id',
    config: { access: 'user', errors: [...own, cartErrors.marketUnknown] },
    schema: {
      tags,
      summary: 'Change an address',
      description:
        'Only the fields sent are changed. A default given here is taken from the address that had it.',
      headers: schema.marketHeaders,
      params: schema.addressParams,
      body: schema.addressChange,
      response: { 200: schema.addressAnswer },
    },
    handler: async (request, reply) => {
      const input = { ...request.body, id: request.params.id };
      return sendJson(private_(reply), await changeAddress(shop, request.caller, input, context(request)));
    },
  });
  app.route({
    method: 'DELETE',
    url: '/auth/addresses/:id',
    config: { access: 'user', errors: own },
    schema: {
      tags,
      summary: 'Remove an address',
      params: schema.addressParams,
      response: { 200: schema.addressesAnswer },
    },
    handler: async (request, reply) => {
      const about = { now: deps.now(), origin: originOf(request) };
      const left = await removeAddress(shop, request.caller, request.params.id, about);
      return sendJson(private_(reply), left);
    },
  });
}

function personRoutes(app: App, deps: AccountDeps): void {
  const { shop, bus, jar, now } = deps;
  app.route({
    method: 'GET',
    url: '/auth/me/export',
    config: { access: 'user', limit: 'checkout', sensitive: true },
    schema: {
      tags,
      summary: 'Get a copy of all that is known of me',
      response: { 200: schema.exportAnswer },
    },
    handler: async (request, reply) => {
      const copy = await exportPerson(shop, request.caller, { now: now(), origin: originOf(request) });
      return private_(reply)
        .header('content-disposition', 'attachment; filename="my-data.json"')
        .send({ export: copy });
    },
  });
  app.route({
    method: 'DELETE',
    url: '/auth/me',
    config: {
      access: 'user',
      limit: 'auth',
      sensitive: true,
      errors: [
        identityErrors.credentialsInvalid,
        identityErrors.accountLocked,
        errors.recentLoginRequired,
        errors.accountBusy,
        paymentErrors.gatewayUnavailable,
      ],
    },
    schema: {
      tags,
      summary: 'Delete my account',
      description:
        'With the password, or without one soon after signing in. Cart, wishlist, sessions and addresses go; orders stay as nobody’s.',
      body: schema.deleteInput,
      response: { 200: schema.deletedAnswer },
    },
    handler: async (request, reply) => {
      const input = {
        sessionId: (request.caller as Caller).claims!.sid,
        password: request.body?.password ?? null,
        origin: originOf(request),
      };
      const shopperId = await deleteAccount(deps, request.caller, input);
      bus.publish(`session:${shopperId}`, 'ended');
      jar.clear(reply, COOKIES.access);
      jar.clear(reply, COOKIES.refresh, REFRESH_PATH);
      return private_(reply).send({ deleted: true, clearLocalStorage: true } as const);
    },
  });
}
