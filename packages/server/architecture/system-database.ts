import ts from 'typescript';
import { visit, type Sources } from './sources.ts';

/** Kinds of files that work for nobody in particular: background jobs, and the operator's commands. */
export const KINDS_OF_FILES = [/\.job\.ts$/, /^cli\//];

/** The other files that may hold the system role's database, each with its reason. */
export const SYSTEM_DATABASE: Record<string, string> = {
  'app.ts': 'hands it to the domains',
  'jobs.ts': 'hands it to the jobs',
  'foundation.ts': 'opens and closes what a server or a worker stands on',
  'server.ts': 'hands it to the app and the jobs',
  'worker.ts': 'hands it to the jobs',
  'platform/jobs/job-runner.ts': 'takes jobs from the queue, whose tables are the system role’s',
  'platform/db/open-databases.ts': 'opens it',
  'platform/log/slow-queries.ts': 'listens to what both databases are sent; sends nothing',
  'platform/mail/outbox-routes.ts': 'the development outbox, which does not exist in production',
  'domains/account/delete-account.ts':
    'as the caller himself: reads his password hash and removes what the shop role may not',
  'domains/audit/later-records.ts': 'writes of refusals: who was refused is nobody in particular',
  'domains/cart/merge-guest-cart.ts': "moves a guest's lines to a user: two identities in one transaction",
  'domains/cart/routes-admin.ts': 'staff only',
  'domains/orders/cancel-order.ts':
    'after the shop role found the order to be the caller’s: moves goods and money',
  'domains/orders/change-status.ts': 'staff only',
  'domains/orders/claim-orders.ts': 'moves orders from a guest to a user: two identities',
  'domains/orders/complete-order.ts':
    'after the shop role found the payment to be the caller’s: takes goods, writes the order',
  'domains/orders/refund-order.ts': 'staff only',
  'domains/orders/routes-invoice.ts': 'staff only; everybody else reads as the shop role',
  'domains/orders/routes-staff.ts': 'staff only',
  'domains/payments/ask-for-intent.ts': 'writes what a gateway says of the caller’s payment',
  'domains/payments/begin-payment.ts':
    'after the shop role reviewed the caller’s checkout: gives up his others, which no customer may',
  'domains/payments/compare-intent.ts': 'background job and command',
  'domains/payments/compare-refunds.ts': 'background job and command',
  'domains/payments/create-payment.ts':
    'after the shop role froze the caller’s checkout: keeps what the gateway answered, which no customer may write',
  'domains/payments/deps.ts': 'hands it to the payments',
  'domains/payments/find-payment.ts': 'reports who reached for another’s payment',
  'domains/payments/payment-jobs.ts': 'background jobs',
  'domains/payments/process-events.ts': 'webhooks: the gateway is nobody',
  'domains/payments/purge-unbought.ts': 'background job',
  'domains/payments/receive-webhook.ts': 'webhooks: the gateway is nobody',
  'domains/payments/reconcile.ts': 'background job and command',
  'domains/payments/record-made-at-gateway.ts': 'background job and command',
  'domains/payments/release-holds.ts': 'background job',
  'domains/payments/refund-payment.ts': 'staff only',
  'domains/payments/routes.ts': 'reports a forged signature; notes that a gateway was asked',
  'domains/payments/routes-staff.ts': 'staff only',
  'domains/payments/send-refunds.ts': 'background job',
  'domains/payments/settle-at-once.ts': 'takes in money that a gateway vouches for, whoever asks',
  'domains/payments/settle-payment.ts': 'takes in money that a gateway vouches for, whoever asks',
  'domains/payments/sync-payment.ts': 'writes what a gateway says of a payment, whoever asks',
  'domains/payments/watch-payments.ts': 'background job',
  'invariants/check-invariants.ts': 'the operator’s check',
  'invariants/compare-with-gateway.ts': 'the operator’s check',
  'domains/identity/change-email.ts':
    'reads the password hash and keeps links, which the shop role cannot; asked as the caller where he is signed in',
  'domains/identity/change-password.ts': 'reads and writes the password hash, which the shop role cannot',
  'domains/identity/change-phone.ts':
    'keeps codes and queues SMS, which the shop role cannot; asked as the caller',
  'domains/identity/phone-codes.ts':
    'counts tries before they are compared, also where what follows is undone',
  'domains/identity/request-code.ts': 'before sign-in nobody is anybody',
  'domains/identity/sign-in-by-code.ts': 'before sign-in nobody is anybody; writes the person himself',
  'domains/identity/forgot-password.ts': 'whoever has forgotten his password is nobody yet',
  'domains/identity/prove-presence.ts': 'counts tries of a password, also where the try is undone',
  'domains/identity/recovery-deps.ts': 'hands it to links, codes and passwords',
  'domains/identity/resend-verification.ts': 'keeps links and queues mails, which the shop role cannot',
  'domains/identity/reset-password.ts': 'whoever opens a link is nobody yet; the link says who he is',
  'domains/identity/verify-email.ts': 'whoever opens a link is nobody yet; the link says whose address it is',
  'watch-refusals.ts': 'ends the session of who was refused: its own right to speak is what is in doubt',
  'domains/identity/login-guard.ts': 'before sign-in nobody is anybody; counts guesses',
  'domains/identity/totp.ts': 'seals and takes sign-in codes, whose secrets the shop role cannot read',
  'domains/identity/routes-totp.ts': 'hands it to the sign-in codes; reads the password hash of the caller',
  'domains/identity/routes-security.ts':
    'staff; and the caller’s own events, which the shop role cannot read',
  'domains/identity/log-in.ts':
    'before sign-in nobody is anybody; reads the password hash, which the shop role cannot',
  'domains/identity/refresh-session.ts':
    'before sign-in nobody is anybody; reads refresh tokens, which the shop role cannot',
  'domains/identity/routes-deps.ts': 'hands it to sign-up, log-in, refresh and guests',
  'domains/identity/routes-sign-in.ts': 'hands it to log-in, refresh and guests',
  'domains/identity/routes-sign-up.ts': 'hands it to sign-up',
  'domains/identity/routes-users.ts': 'staff suspend users and give them roles',
  'domains/identity/sign-up-later.ts': 'before sign-in nobody is anybody; writes the person himself',
  'domains/identity/tell-owner.ts': 'mails the owner of an address that somebody else wants',
  'domains/identity/sign-up.ts': 'before sign-in nobody is anybody; writes the person himself',
  'domains/identity/start-guest.ts': 'before sign-in nobody is anybody; writes the guest himself',
};

/** Files that hold the system role's database in their hands: anything of type Database under the name `system`. */
export function usesSystemDatabase({ checker, files }: Sources): string[] {
  return files
    .filter(({ file }) => {
      let uses = false;
      visit(file, (node) => {
        uses ||= ts.isIdentifier(node) && node.text === 'system' && isDatabase(node, checker);
      });
      return uses;
    })
    .map(({ path }) => path);
}

function isDatabase(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node);
  return type.getSymbol()?.name === 'Database';
}
