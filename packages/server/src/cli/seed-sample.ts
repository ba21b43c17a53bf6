import { seedSampleStore } from '../domains/catalog/public.ts';
import { createUser, linkDesigner } from '../domains/identity/public.ts';
import { nobody, type Database } from '../platform/db/database.ts';
import { sampleIsWelcome } from './queries.ts';

/** The people of the sample store (SPEC §14). Never in production. */
export const SAMPLE_USERS = [
  { email: 'ann@example.com', name: 'Ann Archer', role: 'customer' },
  { email: 'bob@example.com', name: 'Bob Baker', role: 'customer' },
  { email: 'dora@example.com', name: 'Dora Lind', role: 'designer' },
  { email: 'sam@example.com', name: 'Sam Steward', role: 'support' },
  { email: 'admin@example.com', name: 'Ada Admin', role: 'admin' },
] as const;

export const SAMPLE_PASSWORD = 'Sample-Pass-1';

const DORAS_SHOP = 'dora-lind';

/** Loads what is missing of the sample store where nothing else is; false where the shop is somebody's own. */
export async function seedSampleWhereEmpty(
  databases: { system: Database },
  now: () => Date,
): Promise<boolean> {
  const { rows } = await databases.system.as(nobody).read(sampleIsWelcome(DORAS_SHOP));
  if (!rows[0][0]!.welcome) return false;
  await seedSample(databases, now);
  return true;
}

/** Loads the sample store and its people; what is there already stays as it is. Returns how many products and users were made. */
export async function seedSample(
  { system }: { system: Database },
  now: () => Date,
): Promise<{ products: number; users: number }> {
  const access = system.as(nobody);
  const { created: products } = await seedSampleStore(access, { now: now() });
  let users = 0;
  for (const person of SAMPLE_USERS) {
    if (await createUser(access, { ...person, password: SAMPLE_PASSWORD, now: now() })) users++;
  }
  await linkDesigner(access, { email: 'dora@example.com', designerSlug: DORAS_SHOP, now: now() });
  return { products, users };
}
