import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Answer } from '../../api/answer.ts';
import { perform, type Desk } from '../../api/perform.ts';
import { GatewayError, noSuch, unauthenticated } from '../../errors.ts';
import type { Attempt, Intent, Refund } from '../../ledger/rows.ts';
import { createIntent } from '../../operations/create-intent.ts';
import { createRefund } from '../../operations/create-refund.ts';
import { capture } from '../../operations/end-attempt.ts';
import { readIntent } from '../../operations/find-intent.ts';
import { sameText } from '../../same-text.ts';
import type { World } from '../../world.ts';
import { check } from '../check.ts';
import { collection, orderObject, paymentObject, refundObject, seconds } from './objects.ts';
import { captureSchema, listSchema, orderSchema, refundSchema } from './schema.ts';
import { razorpayVoice } from './voice.ts';

type Work = (request: FastifyRequest) => unknown;
type Add = (method: 'GET' | 'POST', path: string, work: Work) => void;

/** As much of Razorpay's API as a shop needs to take payments: orders, their payments, refunds. */
export function razorpayRoutes(app: FastifyInstance, desk: Desk): void {
  const { world } = desk;
  const add: Add = (method, path, work) =>
    app.route({
      method,
      url: `/razorpay/v1${path}`,
      handler: (request, reply) =>
        perform(desk, razorpayVoice, request, reply, {
          admit: () => admit(world, request),
          work: (): Answer => ({ status: 200, body: work(request) }),
        }),
    });
  orderRoutes(add, world);
  paymentRoutes(add, world);
  refundRoutes(add, world);
}

function orderRoutes(add: Add, world: World): void {
  const readOrder = (request: FastifyRequest) => readIntent(world, 'razorpay', idOf(request));
  add('POST', '/orders', ({ body }) => {
    const { notes: metadata, payment_capture: asked, ...order } = check(orderSchema, body);
    const { amount, currency, receipt } = order;
    const autoCapture = asked === undefined ? world.razorpayAutoCapture : Boolean(Number(asked));
    const given = { amount, currency, receipt, metadata, autoCapture };
    const livemode = world.keys.razorpayId.startsWith('rzp_live_');
    return orderObject(world, createIntent(world, { dialect: 'razorpay', livemode, ...given }));
  });
  add('GET', '/orders', ({ query }) => {
    const input = check(listSchema, query);
    const withPayments = [input['expand[]']].flat().includes('payments');
    const orders = world.ledger.all('intents').filter((order) => isListed(world, order, input));
    return collection(
      page(orders, input).map((order) => ({
        ...orderObject(world, order),
        ...(withPayments ? { payments: paymentsOf(world, order) } : {}),
      })),
    );
  });
  add('GET', '/orders/:id', (request) => orderObject(world, readOrder(request)));
  add('GET', '/orders/:id/payments', (request) => paymentsOf(world, readOrder(request)));
}

function paymentRoutes(add: Add, world: World): void {
  add('GET', '/payments', ({ query }) => {
    const all = world.ledger.all('attempts').filter(({ id }) => id.startsWith('pay_'));
    return collection(page(all, check(listSchema, query)).map((one) => paymentObject(world, one)));
  });
  add('GET', '/payments/:id', (request) => paymentObject(world, readPayment(world, request)));
  add('POST', '/payments/:id/capture', (request) => {
    const { amount, currency } = check(captureSchema, request.body);
    const payment = readPayment(world, request);
    refuseUnlessCapturable(payment, amount, currency);
    return paymentObject(world, capture(world, payment).attempt);
  });
  add('POST', '/payments/:id/refund', (request) => {
    const { amount, notes: metadata, receipt } = check(refundSchema, request.body);
    const payment = readPayment(world, request);
    const order = world.ledger.get('intents', payment.intent)!;
    const charge = world.ledger.get('charges', payment.id);
    return refundObject(createRefund(world, order, charge, { amount, metadata, receipt }));
  });
}

function refundRoutes(add: Add, world: World): void {
  const ofPayment = (request: FastifyRequest) => {
    const { id, intent } = readPayment(world, request);
    return world.ledger.of('refunds', intent).filter(({ charge }) => charge === id);
  };
  const found = (refund: Refund | undefined, id: string) => {
    if (!refund?.id.startsWith('rfnd_')) throw noSuch('refund', id);
    return refundObject(refund);
  };
  add('GET', '/refunds', ({ query }) => {
    const all = world.ledger.all('refunds').filter(({ id }) => id.startsWith('rfnd_'));
    return collection(page(all, check(listSchema, query)).map(refundObject));
  });
  add('GET', '/refunds/:id', (request) => found(world.ledger.get('refunds', idOf(request)), idOf(request)));
  add('GET', '/payments/:id/refunds', (request) =>
    collection(ofPayment(request).reverse().map(refundObject)),
  );
  add('GET', '/payments/:id/refunds/:refundId', (request) => {
    const { refundId } = request.params as { refundId: string };
    return found(
      ofPayment(request).find(({ id }) => id === refundId),
      refundId,
    );
  });
}

function refuseUnlessCapturable(payment: Attempt, amount: number, currency: string): void {
  const refuse = (message: string) => {
    throw new GatewayError(400, 'capture_refused', message);
  };
  if (payment.status === 'captured') refuse('This payment has already been captured');
  if (payment.status !== 'authorized') refuse('Only payments which have been authorized can be captured');
  if (payment.amount !== amount) refuse('Capture amount must be equal to the amount authorized');
  if (payment.currency !== currency) refuse('Capture currency should be the same as payment currency');
}

function isListed(
  world: World,
  order: Intent,
  { receipt, authorized }: { receipt?: string | undefined; authorized?: '0' | '1' | undefined },
): boolean {
  if (order.dialect !== 'razorpay' || (receipt !== undefined && order.receipt !== receipt)) return false;
  if (authorized === undefined) return true;
  const some = world.ledger
    .of('attempts', order.id)
    .some(({ status }) => status === 'authorized' || status === 'captured');
  return some === (authorized === '1');
}

/** Newest first, as all their lists. */
function page<Row extends { createdAt: string }>(
  rows: Row[],
  {
    from = 0,
    to = Infinity,
    skip,
    count,
  }: { from?: number | undefined; to?: number | undefined; skip: number; count: number },
): Row[] {
  return rows
    .filter(({ createdAt }) => seconds(createdAt) >= from && seconds(createdAt) <= to)
    .reverse()
    .slice(skip, skip + count);
}

function paymentsOf(world: World, order: Intent) {
  return collection(world.ledger.of('attempts', order.id).map((one) => paymentObject(world, one)));
}

function readPayment(world: World, request: FastifyRequest): Attempt {
  const payment = world.ledger.get('attempts', idOf(request));
  if (!payment?.id.startsWith('pay_')) throw noSuch('payment', idOf(request));
  return payment;
}

function admit({ keys }: World, { headers }: FastifyRequest): void {
  const basic = Buffer.from(`${keys.razorpayId}:${keys.razorpaySecret}`).toString('base64');
  if (!sameText(headers.authorization ?? '', `Basic ${basic}`)) throw unauthenticated();
}

function idOf({ params }: FastifyRequest): string {
  return (params as { id: string }).id;
}
