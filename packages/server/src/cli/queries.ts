import { sql } from '../platform/db/sql.ts';

/** Whether the sample store may be put in unasked: nobody and nothing is there yet, or the sample store itself is. */
export const sampleIsWelcome = (designerSlug: string) => sql<{ welcome: boolean }>('cli.sample_is_welcome')`
  select exists (select from designers where slug = ${designerSlug})
      or not exists (select from products) and not exists (select from users) as welcome`;
