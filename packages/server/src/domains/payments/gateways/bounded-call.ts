import { z } from 'zod';
import { GatewayRefused, GatewayUnavailable, type Provider } from './gateway.ts';

export const CALL_TIMEOUT_MS = 10_000;
const LARGEST_ANSWER = 8 * 1_024 * 1_024;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/**
 * One request and its whole answer, within `timeoutMs` from first byte to last and never a redirect, which could carry the key
 * elsewhere. Throws `GatewayUnavailable` with nothing in it of what was sent. It is never tried again here: who asked
 * knows how to ask for the state first (L-26), and a buyer waits for one answer (L-25).
 */
export async function callBounded(
  provider: Provider,
  url: string | URL,
  { timeoutMs, ...request }: RequestInit & { timeoutMs: number },
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(url, { ...request, signal, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, text: await readText(answer) };
  } catch (error) {
    if (error instanceof TooLarge) throw new GatewayUnavailable(`${provider} answered without end.`);
    if (signal.aborted) throw new GatewayUnavailable(`${provider} did not answer in ${timeoutMs} ms.`);
    throw new GatewayUnavailable(`${provider} could not be reached (${faultOf(error)}).`);
  }
}

/** An answer's JSON in the shape it must have; throws `GatewayUnavailable` that names the fields at fault, not their values. */
export function readShape<Schema extends z.ZodType>(
  provider: Provider,
  schema: Schema,
  content: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || '(all of it)').join(', ');
  throw new GatewayUnavailable(`${provider} answered what is not to be understood: ${fields}.`);
}

/** The answer's text as JSON; undefined where it is none. */
export function parseJson({ text }: Answer): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether asking again may help: busy, broken, or refusing a key that the operator has yet to mend. */
export function mayHelpLater(status: number): boolean {
  return status >= 500 || [401, 403, 408, 409, 425, 429].includes(status) || (status >= 300 && status < 400);
}

/** That it answered so; how long it asks to be left alone is told, and up to who reads it. */
export function unavailable(
  provider: Provider,
  status: number,
  retryAfter?: string | null,
): GatewayUnavailable {
  const wait = /^\d{1,6}$/.test(retryAfter ?? '') ? ` and asks for ${retryAfter} s of rest` : '';
  return new GatewayUnavailable(`${provider} answered ${status}${wait}.`);
}

/** A refusal in the gateway's word, fit for a log: short and without any of the secrets. */
export function refused(code: string, message: string, secrets: readonly string[]): GatewayRefused {
  const word = withoutSecrets(code, secrets);
  return new GatewayRefused(/^[\w.-]{1,64}$/.test(word) ? word : 'refused', withoutSecrets(message, secrets));
}

function withoutSecrets(message: string, secrets: readonly string[]): string {
  return secrets
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), message)
    .replaceAll(/\b(?:[spr]k_(?:live|test)_|whsec_)\w+/g, '[secret]')
    .slice(0, 300);
}

class TooLarge extends Error {}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function faultOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no connection';
}
