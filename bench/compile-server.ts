import { build } from 'tsdown';
import production from '../packages/server/tsdown.config.ts';

const PACKAGE = 'packages/server';
// Inside the package, where the server looks for its own files, and where nothing is packed or committed.
const FOLDER = 'node_modules/.cache/bench';

/** Compiles a server of the bench as the product is built, since tsx' output costs more; returns the program. */
export async function compileServer(name: string): Promise<string> {
  await build({
    ...production,
    config: false,
    cwd: PACKAGE,
    entry: { [name]: `../../bench/${name}.ts` },
    outDir: FOLDER,
    logLevel: 'error',
  });
  return `${PACKAGE}/${FOLDER}/${name}.mjs`;
}
