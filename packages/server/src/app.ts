import type { FastifyRequest } from 'fastify';
import { createHmac } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Config } from './config.ts';
import { accountRoutes } from './domains/account/routes.ts';
import { LaterRecords, Suspicions } from './domains/audit/public.ts';
import { openCatalogReads, sampleImagesFolder, smallerSampleImagesFolder } from './domains/catalog/public.ts';
import { cartPolicy, clearCart, mergeAtSignIn } from './domains/cart/public.ts';
import { cartAdminRoutes } from './domains/cart/routes-admin.ts';
import { cartRoutes } from './domains/cart/routes.ts';
import { catalogRoutes } from './domains/catalog/routes.ts';
import { checkoutPolicy, orderValueRule } from './domains/checkout/public.ts';
import { checkoutRoutes } from './domains/checkout/routes.ts';
import { identityRoutes } from './domains/identity/routes.ts';
import {
  AccessTokens,
  authenticatesByCookie,
  COOKIES,
  fingerprintOf,
  readCaller,
  readMyLocale,
  SecretBox,
  sessionBinding,
  type Caller,
} from './domains/identity/public.ts';
import { claimOrders } from './domains/orders/public.ts';
import { orderRoutes } from './domains/orders/routes.ts';
import type { PaymentGateway, Provider } from './domains/payments/public.ts';
import { paymentRoutes } from './domains/payments/routes.ts';
import { orderDeps } from './order-deps.ts';
import { wishlistRoutes } from './domains/wishlist/routes.ts';
import { requestedMarket } from './market.ts';
import { acceptedLanguage, translate } from './messages/translate.ts';
import { type Database, type Identity } from './platform/db/database.ts';
import type { EventBus } from './platform/events/bus.ts';
import { CookieJar } from './platform/http/cookies.ts';
import { documentApi } from './platform/http/openapi.ts';
import { isSensitive, type AccessRule, type App, type Who } from './platform/http/route.ts';
import { serveImages } from './platform/http/images.ts';
import { healthRoutes, type Readiness } from './platform/http/health-routes.ts';
import { clientAddress } from './platform/http/client-address.ts';
import { createServer } from './platform/http/server.ts';
import { watchRefusals } from './watch-refusals.ts';
import { outboxRoutes } from './platform/mail/outbox-routes.ts';
import type { Logger } from './platform/log/logger.ts';
import { smsService } from './sms-settings.ts';
import type { Store } from './store.ts';
import { storefrontRoutes, type AnswerMissing } from './storefront/routes.ts';

/** Everything a server instance stands on. */
export interface AppDeps {
  config: Config;
  store: Store;
  logger: Logger;
  shop: Database;
  system: Database;
  gateways: ReadonlyMap<Provider, PaymentGateway>;
  redis: Redis | null;
  bus: EventBus;
  now: () => Date;
  readiness: () => Promise<Readiness>;
  /** Where the built storefront lies; without it the server speaks only the API. */
  storefrontFolder?: string;
  maxEventLoopDelayMs?: number;
}

/** The server with every domain: the table of contents of the product. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config, store, logger, shop, system, gateways, redis, bus, now } = deps;
  const jar = new CookieJar(config.PUBLIC_URL);
  const tokens = new AccessTokens({ keys: config.keys, issuer: config.PUBLIC_URL, now });
  const secrets = (use: string) =>
    config.keys.map((key) => createHmac('sha256', key.secret).update(use).digest('base64url'));
  // Of the oldest key: a new one beside it changes nothing that instances must agree on (docs/decisions/0024).
  const secret = (use: string) => secrets(use).at(-1)!;
  const localeOf = localeChooser(shop, store);
  const policy = cartPolicy(store);
  const later = new LaterRecords(system, (error, { action, requestId }) =>
    logger.error({ err: error, action, requestId }, 'audit row lost'),
  );
  const box = new SecretBox(config.keys);
  const suspicions = new Suspicions({ later, rules: store.security, now });
  const leaseMs = config.LEASE_SECONDS * 1_000;
  const pages: { answerMissing: AnswerMissing } = { answerMissing: () => false };

  const app = await createServer({
    logger,
    https: jar.secure || config.production,
    trustedProxies: config.TRUSTED_PROXIES,
    corsOrigins: config.CORS_ORIGINS,
    csrf: {
      secret: secret('csrf'),
      cookieName: jar.name(COOKIES.csrf),
      secureCookies: jar.secure,
      allowedOrigins: [new URL(config.PUBLIC_URL).origin, ...config.CORS_ORIGINS],
      sessionOf: (request) => sessionBinding(request, jar),
      usesCookies: (request) =>
        authenticatesByCookie(request, request.routeOptions.config.access ?? 'public', jar),
    },
    rateLimits: config.RATE_LIMITS === 'off' ? null : { perMinute: store.rateLimits, redis, userOf: userOf },
    redis,
    maxEventLoopDelayMs: deps.maxEventLoopDelayMs,
    database: shop,
    now,
    leaseMs,
    box,
    translate,
    localeOf,
    answerMissing: (request, reply) => pages.answerMissing(request, reply),
    readCaller: (request) =>
      readCaller(request, request.routeOptions.config.access as Exclude<AccessRule, 'public'>, {
        tokens,
        jar,
        now,
        compare: isSensitive(request.routeOptions.config)
          ? {
              ...fingerprintOf(request, jar),
              ip: clientAddress(request),
              ipRule: store.accounts.sessionAddress,
            }
          : null,
      }),
    onRefusal: watchRefusals({ system, suspicions, logger, now }),
  });
  app.addHook('onClose', () => later.settled());
  await documentApi(app, {
    title: store.name,
    publicUrl: config.PUBLIC_URL,
    sentenceOf: (reason) => translate(reason, 'en', {}),
  });

  if (!config.production) outboxRoutes(app, { system });
  const catalog = openCatalogReads({ shop, store, bus });
  app.addHook('onClose', async () => catalog.close());
  if (deps.storefrontFolder) {
    pages.answerMissing = await storefrontRoutes(app, {
      folder: deps.storefrontFolder,
      store,
      publicUrl: config.PUBLIC_URL.replace(/\/+$/, ''),
      providers: () => [...gateways.keys()],
      catalog,
    });
  }
  await serveImages(app, {
    prefix: '/images/sample/',
    folder: sampleImagesFolder,
    smaller: smallerSampleImagesFolder,
  });
  await app.register(
    (routes, _options, done) => {
      healthRoutes(routes, deps);
      const identity = {
        shop,
        system,
        later,
        store,
        tokens,
        jar,
        bus,
        now,
        publicUrl: config.PUBLIC_URL,
        codeSecret: secret('codes and budgets'),
        successorSecrets: secrets('refresh successor').reverse(),
        guardSecret: secret('login guard'),
        box,
        sendsCodes: !config.production || smsService(config) !== null,
        localeOf: (request: FastifyRequest) => localeOf(request, true),
        mergeGuest: mergeAtSignIn({ system, policy, bus, now, logger }),
        // What cannot be claimed now is claimed with the next sign-in.
        claimOrders: (userId: string) =>
          claimOrders(system, userId).catch((error: unknown) =>
            logger.error({ err: error, userId }, 'guest orders not claimed'),
          ),
        clearCart: async (caller: Identity<Who>) =>
          void (await clearCart(shop.as(caller), { now: now(), market: null, policy, ifMatch: null })),
      };
      identityRoutes(routes, identity);
      catalogRoutes(routes, { store, reads: catalog });
      wishlistRoutes(routes, { shop, store, now });
      const callerOf = (request: FastifyRequest) => readCaller(request, 'shopper', { tokens, jar, now });
      const orderRules = [orderValueRule(checkoutPolicy(store))];
      cartRoutes(routes, { shop, store, bus, now, callerOf, orderRules, suspicions });
      cartAdminRoutes(routes, { system, store, now });
      checkoutRoutes(routes, { shop, store, now, translate, languageOf });
      const money = orderDeps({ shop, system, store, gateways, bus, logger, now, leaseMs });
      paymentRoutes(routes, money);
      orderRoutes(routes, money);
      accountRoutes(routes, { ...money, jar, later, guardSecret: identity.guardSecret });
      done();
    },
    { prefix: '/api' },
  );
  return app;
}

function languageOf(request: FastifyRequest): string | null {
  return acceptedLanguage(request.headers['accept-language']);
}

function userOf(request: FastifyRequest): string | null {
  return (request.caller as Caller | undefined)?.claims?.sub ?? null;
}

// API-4: the user's saved language, else what the browser asks for, else the market's. Asked only when an error is told,
// and of the database only with `ask`.
function localeChooser(shop: Database, store: Store) {
  return async (request: FastifyRequest, ask: boolean): Promise<string> => {
    if (ask && (request.caller as Caller | undefined)?.claims) {
      const saved = await shop
        .as(request.caller)
        .read(readMyLocale())
        .then(
          ({ rows }) => rows[0][0]?.locale,
          () => null,
        );
      if (saved) return saved;
    }
    return acceptedLanguage(request.headers['accept-language']) ?? marketLocale(request, store);
  };
}

function marketLocale(request: FastifyRequest, store: Store): string {
  try {
    return store.markets[requestedMarket(request.headers, store) ?? store.defaultMarket]!.locales[0]!;
  } catch {
    return store.markets[store.defaultMarket]!.locales[0]!;
  }
}
