import { z } from 'zod';

const count = (least: number, most: number) => z.number().int().min(least).max(most);

/** How many wrong passwords stop whom, and for how long (AUTH-10). */
export const lockout = z.strictObject({
  failures: count(1, 100)
    .default(5)
    .describe('Wrong passwords for one account from one place, after which that place has to wait.'),
  firstWaitSeconds: count(1, 3_600).default(60).describe('How long at first; twice as long after each more.'),
  longestWaitSeconds: count(1, 86_400).default(3_600).describe('The most that grows to.'),
  perAddressAnHour: count(1, 100_000)
    .default(100)
    .describe('Failed sign-ins from one address, whatever the accounts; known devices are let in beyond it.'),
});

/** When something suspicious becomes a security event (AUTH-12). */
export const security = z.strictObject({
  failedLoginsPerAccount: count(1, 10_000)
    .default(10)
    .describe('Failed sign-ins to one account within an hour, from wherever, that make an event.'),
  failedLoginsPerAddress: count(1, 10_000).default(20).describe('The same from one address.'),
  windowMinutes: count(1, 1_440).default(10).describe('The window in which the following are counted.'),
  probes: count(1, 10_000).default(10).describe("Requests for what is another's or nobody's."),
  csrfFailures: count(1, 10_000).default(1).describe('Writes without a valid CSRF token.'),
  paymentFailures: count(1, 10_000).default(5).describe('Failed payments of one buyer or address.'),
  priceMismatches: count(1, 10_000)
    .default(3)
    .describe('Additions with another price than the shop’s; one below half of it counts as all of them.'),
});
