import { expect } from 'vitest';
import { errorByReason } from '../platform/errors.ts';
import type { Answer } from './test-app.ts';

/** Asserts that an answer is this refusal in the one format of API-3, with the status the catalogue gives it. */
export function expectError(answer: Answer, reason: string, details?: object): void {
  expect(answer.body, answer.text).toMatchObject({ error: { reason } });
  const { error } = answer.body as { error: Record<string, unknown> };
  expect(answer.status).toBe(error['code']);
  expect(answer.status).toBe(errorByReason(reason)?.status);
  expect(error['requestId']).toBe(answer.headers['x-request-id']);
  expect(String(error['message']).length).toBeGreaterThan(5);
  if (details) expect(error['details']).toMatchObject(details);
}
