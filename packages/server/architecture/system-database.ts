import ts from 'typescript';
import { visit, type Sources } from './sources.ts';

/** Kinds of files that work for nobody in particular: background jobs, and the operator's commands. */
export const KINDS_OF_FILES = [/\.job\.ts$/, /^cli\//];

/** The other files that may hold the system role's database, each with its reason. */
export const SYSTEM_DATABASE: Record<string, string> = {
  'app.ts': 'hands it to the domains',
  'jobs.ts': 'hands it to the jobs',
  'foundation.ts': 'opens and closes what a server or a worker stands on',
  'server.ts': 'hands it to the app and the jobs',
  'worker.ts': 'hands it to the jobs',
  'platform/jobs/job-runner.ts': 'takes jobs from the queue, whose tables are the system role’s',
  'platform/db/open-databases.ts': 'opens it',
  'platform/log/slow-queries.ts': 'listens to what both databases are sent; sends nothing',
  'platform/mail/outbox-routes.ts': 'the development outbox, which does not exist in production',
  'domains/audit/later-records.ts': 'writes of refusals: who was refused is nobody in particular',
  'domains/cart/merge-guest-cart.ts': "moves a guest's lines to a user: two identities in one transaction",
  'domains/cart/routes-admin.ts': 'staff only',
  'domains/identity/log-in.ts':
    'before sign-in nobody is anybody; reads the password hash, which the shop role cannot',
  'domains/identity/refresh-session.ts':
    'before sign-in nobody is anybody; reads refresh tokens, which the shop role cannot',
  'domains/identity/routes.ts': 'hands it to sign-up, log-in, refresh and guests; staff suspend users',
  'domains/identity/sign-up.ts': 'before sign-in nobody is anybody; writes the person himself',
  'domains/identity/start-guest.ts': 'before sign-in nobody is anybody; writes the guest himself',
};

/** Files that hold the system role's database in their hands: anything of type Database under the name `system`. */
export function usesSystemDatabase({ checker, files }: Sources): string[] {
  return files
    .filter(({ file }) => {
      let uses = false;
      visit(file, (node) => {
        uses ||= ts.isIdentifier(node) && node.text === 'system' && isDatabase(node, checker);
      });
      return uses;
    })
    .map(({ path }) => path);
}

function isDatabase(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node);
  return type.getSymbol()?.name === 'Database';
}
