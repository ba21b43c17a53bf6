#!/usr/bin/env node
import { createProgram } from './cli/program.ts';
import { reportAndExit } from './cli/report-failure.ts';

// Whoever read our output has gone; the work goes on.
process.stdout.on('error', () => {});
await createProgram((code) => process.exit(code))
  .parseAsync()
  .catch(reportAndExit);
