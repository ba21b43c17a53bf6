import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookForged } from './gateway.ts';

const TOLERANCE_MS = 300_000;

/** Whether `signature` is the hexadecimal HMAC-SHA256 of these bytes under one of the secrets; takes equally long for any. */
export function isSigned(content: Buffer | string, signature: string, secrets: readonly string[]): boolean {
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  const given = Buffer.from(signature, 'hex');
  return secrets
    .map((secret) => timingSafeEqual(createHmac('sha256', secret).update(content).digest(), given))
    .includes(true);
}

/**
 * Checks a header of the form `t=<unix seconds>,v1=<hex>[,v1=<hex>…]` over `t.rawBody`; throws `WebhookForged`. Its time may
 * be five minutes off either way: one dated ahead could be kept and used for as long as it is ahead (L-11).
 */
export function checkTimedSignature(
  header: string | string[] | undefined,
  { rawBody, secrets, now }: { rawBody: Buffer; secrets: readonly string[]; now: Date },
): void {
  const parts = typeof header === 'string' ? header.split(',').map(nameAndValue) : [];
  const times = parts.filter(({ name }) => name === 't');
  const time = times[0]?.value ?? '';
  if (times.length !== 1 || !/^\d{1,12}$/.test(time)) throw new WebhookForged('The signature has no time.');
  const content = Buffer.concat([Buffer.from(`${time}.`), rawBody]);
  const signed = parts
    .filter(({ name }) => name === 'v1')
    .slice(0, MOST_SIGNATURES)
    .map(({ value }) => isSigned(content, value, secrets));
  if (!signed.includes(true)) throw new WebhookForged('No signature is of a secret in force.');
  if (Math.abs(now.getTime() - Number(time) * 1_000) > TOLERANCE_MS)
    throw new WebhookForged('The signature is too old or dated ahead.');
}

/** The signed bytes as JSON; throws `WebhookForged` where they are none. */
export function parseSigned(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8')) as unknown;
  } catch {
    throw new WebhookForged('The body is not JSON.');
  }
}

// A rotation signs with two; each more costs whoever answers an HMAC over the body.
const MOST_SIGNATURES = 8;

function nameAndValue(part: string): { name: string; value: string } {
  const [name = '', ...value] = part.trim().split('=');
  return { name, value: value.join('=') };
}
