import type { Access } from '../../platform/db/database.ts';
import { linkDesignerToUser } from './queries.ts';

/** Lets a user manage the designer of this slug, unless somebody does already. */
export async function linkDesigner(
  access: Access<unknown>,
  input: { email: string; designerSlug: string; now: Date },
): Promise<void> {
  await access.write(linkDesignerToUser(input));
}
