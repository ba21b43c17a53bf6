import { z } from 'zod';

export const scriptSchema = z.strictObject({
  match: z
    .strictObject({
      method: z.string().toUpperCase().optional(),
      /** As the shop sends it or with the dialect's prefix; `*` stands for anything. */
      path: z.string().optional(),
    })
    .prefault({}),
  times: z.int().min(1).max(1_000_000).default(1),
  effect: z
    .enum([
      '500',
      '409',
      '429',
      'garbage',
      'hang',
      'cut-before',
      'cut-after',
      '500-after',
      'hang-after',
      'none',
    ])
    .default('none'),
  delayMs: z.int().min(0).max(600_000).default(0),
});

export type Script = z.infer<typeof scriptSchema>;
export type Effect = Script['effect'];

/** What the next calls of the API are to suffer, in the order it was asked for. */
export class Scripts {
  #scripts: Script[] = [];

  add(script: Script): void {
    this.#scripts.push({ ...script });
  }

  clear(): void {
    this.#scripts = [];
  }

  /** Those that have not been used up. */
  left(): Script[] {
    return this.#scripts;
  }

  /** The first script for this call, used once. */
  take(method: string, paths: string[]): Script | null {
    const script = this.#scripts.find(({ match }) => fits(match, method, paths));
    if (!script) return null;
    if (--script.times === 0) this.#scripts = this.#scripts.filter((other) => other !== script);
    return script;
  }
}

function fits({ method, path }: Script['match'], called: string, paths: string[]): boolean {
  if (method !== undefined && method !== called) return false;
  if (path === undefined) return true;
  const pattern = new RegExp(`^${path.split('*').map(escaped).join('.*')}$`);
  return paths.some((one) => pattern.test(one));
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
