import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { listSealed, resealSecret } from './queries-totp.ts';

/** Seals anew what an older key sealed, so that the key can be taken away later (AUTH-3). */
export function resealSecretsJob(deps: {
  system: Database;
  keys: readonly { id: string; secret: string }[];
}): Job {
  const { system, keys } = deps;
  const box = new SecretBox(keys);
  return {
    name: 'reseal-secrets',
    cron: '*/10 * * * *',
    run: async () => {
      const { rows } = await system.as(nobody).read(listSealed(keys[0]!.id));
      for (const { shopperId, secret } of rows[0]) {
        const after = box.reseal(secret, shopperId);
        if (after) await system.as(nobody).write(resealSecret({ userId: shopperId, before: secret, after }));
      }
      return { resealed: rows[0].length };
    },
  };
}
