import { z } from 'zod';

const most = (messages: number, of: string) =>
  z.number().int().min(1).max(1_000_000).default(messages).describe(`Most codes sent ${of}.`);

/** How people sign in by phone, and what it may cost. */
export const phoneSignIn = z
  .strictObject({
    offered: z
      .enum(['on', 'off'])
      .default('on')
      .describe('Whether codes are sent at all; in production only with the settings SMS_*.'),
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 code such as US'))
      .min(1)
      .nullable()
      .default(null)
      .describe('Countries whose numbers are sent codes; null is every one.'),
    pauseSeconds: z
      .number()
      .int()
      .min(1)
      .max(3_600)
      .default(60)
      .describe('Seconds between two codes to one number.'),
    perNumberHour: most(5, 'to one number in an hour'),
    perNumberDay: most(10, 'to one number in a day'),
    perAddressHour: most(20, 'for one address of the internet in an hour'),
    perRangeHour: most(
      30,
      'to numbers that differ in their last four digits only, in an hour; such ranges belong to who is paid for calls',
    ),
    perHour: most(500, 'in an hour in all; what the messages may cost at worst'),
  })
  .prefault({});

/** When a sign-up makes an account. */
export const signUp = z
  .enum(['immediate', 'confirm'])
  .default('immediate')
  .describe(
    '`immediate`: at once, and a taken address is refused as such. `confirm`: only by the link mailed to the address; nobody learns from the answer whether it has an account.',
  );
