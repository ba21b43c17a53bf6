import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FREE = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'PostgreSQL',
  'MPL-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  // Fonts, embedded in documents.
  'OFL-1.1',
];
/** Packages whose package.json is silent, with what their licence file says; a new version is to be looked at anew. */
const SAID_ELSEWHERE: Record<string, string> = { 'png-js@2.0.0': 'MIT' };
const ALLOWED = new Set(FREE.map((name) => name.toLowerCase()));

interface LockedPackage {
  version?: string;
  license?: string;
  dev?: boolean;
  link?: boolean;
}

/** The packages that ship with the product and their licences, as installed, else as the lock file says. */
export function productionLicences(workspace: string): Map<string, string> {
  const { packages } = JSON.parse(readFileSync(join(workspace, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const shipped = Object.entries(packages).filter(
    ([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link,
  );
  return new Map(
    shipped.map(([path, locked]) => {
      const name = `${path.split('node_modules/').at(-1)!}@${locked.version ?? ''}`;
      return [name, licenceOf(join(workspace, path)) ?? locked.license ?? SAID_ELSEWHERE[name] ?? 'none'];
    }),
  );
}

/** Those whose licence is none of the allowed ones. */
export function forbiddenLicences(licences: Map<string, string>): string[] {
  return [...licences]
    .filter(([, licence]) => !isAllowed(licence))
    .map(([name, licence]) => `${name}: ${licence}`);
}

function licenceOf(folder: string): string | null {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return null;
  const { license } = JSON.parse(readFileSync(file, 'utf8')) as { license?: string | { type?: string } };
  return (typeof license === 'string' ? license : license?.type) ?? null;
}

// SPDX: of alternatives one is enough, of what applies together all must be.
function isAllowed(expression: string): boolean {
  const text = expression.replace(/[()]/g, '').trim();
  return text
    .split(/ OR /i)
    .some((alternative) =>
      alternative.split(/ AND /i).every((name) => ALLOWED.has(name.trim().toLowerCase())),
    );
}
