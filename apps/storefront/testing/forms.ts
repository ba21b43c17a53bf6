import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export const press = (within: Page | Locator, name: string) =>
  within.getByRole('button', { name, exact: true }).click();

export async function hasFocus(field: Locator): Promise<boolean> {
  return (await field.page().evaluate('document.activeElement.id')) === (await field.getAttribute('id'));
}

/** That this field is said to be wrong, and why, and that the focus is there. */
export async function expectWrong(field: Locator, sentence: RegExp): Promise<void> {
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  const ids = (await field.getAttribute('aria-describedby'))!.split(' ');
  const said = await Promise.all(ids.map((id) => field.page().locator(`[id="${id}"]`).innerText()));
  expect(said.join(' ')).toMatch(sentence);
  await expect.poll(() => hasFocus(field)).toBe(true);
}
