import type { Failpoint } from '../platform/failpoint.ts';
import type { Client, FlowName } from './flows.fixture.ts';

export interface Row {
  failpoint: Failpoint;
  flow: FlowName;
  client: Client;
}

const PAYS: FlowName = 'pays, and no webhook comes before the order';
const HEARS: FlowName = 'pays, and the webhook comes first';
const CASH: FlowName = 'pays on delivery';
const CHANGES: FlowName = 'changes the cart while paying, and pays that';
const CANCELS: FlowName = 'cancels';
const BY_STAFF: FlowName = 'is canceled by staff';
const PAYBACK: FlowName = 'is given all back by staff';
const SLOW: FlowName = 'takes too long to pay';
const SOLD_OUT: FlowName = 'pays what somebody else has bought meanwhile';
const BACK: Client[] = ['comes back'];
const GONE: Client[] = ['is gone'];
const BOTH: Client[] = ['comes back', 'is gone'];

/** Where who is killed doing what. A client whose money has not moved need not be tried as gone: nothing is owed to him. */
const KILLS: Record<Failpoint, [FlowName, Client[]][]> = {
  'payment.begin': [
    [PAYS, BACK],
    [CASH, BACK],
  ],
  'payment.begun': [
    [PAYS, BACK],
    [CASH, BACK],
  ],
  'payment.intent-asked': [[PAYS, BACK]],
  'payment.intent-made': [[PAYS, BACK]],
  'payment.intent-kept': [[PAYS, BACK]],
  'answer.kept': [[PAYS, BACK]],
  'webhook.genuine': [[HEARS, BOTH]],
  'webhook.stored': [[HEARS, BOTH]],
  'event.claimed': [[HEARS, BOTH]],
  'settle.begin': [
    [PAYS, BACK],
    [HEARS, BOTH],
    [SLOW, GONE],
  ],
  'settle.asked': [
    [PAYS, BACK],
    [HEARS, BOTH],
  ],
  'settle.at-once': [
    [PAYS, BACK],
    [HEARS, BOTH],
  ],
  'settle.paid': [[SOLD_OUT, GONE]],
  'settle.commit': [[SOLD_OUT, GONE]],
  'settle.done': [
    [PAYS, BACK],
    [HEARS, BOTH],
    [SOLD_OUT, GONE],
  ],
  'event.worked': [
    [HEARS, BOTH],
    [SOLD_OUT, GONE],
  ],
  'cash.commit': [[CASH, BACK]],
  'cash.done': [[CASH, BACK]],
  'intent.cancel': [[CHANGES, BACK]],
  'intent.canceled': [[CHANGES, BACK]],
  'refund.claimed': [
    [CANCELS, BOTH],
    [PAYBACK, BACK],
    [SOLD_OUT, GONE],
  ],
  'refund.sent': [
    [CANCELS, BOTH],
    [PAYBACK, BACK],
    [SOLD_OUT, GONE],
  ],
  'refund.counted': [
    [CANCELS, BOTH],
    [PAYBACK, BACK],
    [SOLD_OUT, GONE],
  ],
  'cancel.commit': [[CANCELS, BACK]],
  'cancel.done': [[CANCELS, BOTH]],
  'status.commit': [[BY_STAFF, BACK]],
  'status.done': [[BY_STAFF, BOTH]],
  'payback.commit': [[PAYBACK, BACK]],
  'payback.done': [[PAYBACK, BOTH]],
  'holds.commit': [[SLOW, BOTH]],
  'holds.released': [[SLOW, BOTH]],
};

export const ROWS: Row[] = Object.entries(KILLS).flatMap(([failpoint, kills]) =>
  kills.flatMap(([flow, clients]) =>
    clients.map((client) => ({ failpoint: failpoint as Failpoint, flow, client })),
  ),
);
