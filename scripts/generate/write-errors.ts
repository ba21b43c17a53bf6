import { z } from 'zod';
import { advice } from '../../packages/server/src/messages/advice.ts';
import { languages } from '../../packages/server/src/messages/translate.ts';
import type { Reason } from '../../packages/server/src/messages/reasons.ts';
import { allErrors, type ErrorKind } from '../../packages/server/src/platform/errors.ts';
import { table, written } from './markdown.ts';

/** `docs/ERRORS.md`: every reason with its status, details, what a client does about it, and its sentences. */
export function writeErrors(): string {
  const kinds = [...allErrors()].sort((a, b) => a.status - b.status || a.reason.localeCompare(b.reason));
  return `${written('the error catalogue and the messages')}

# Errors

Every error has this one form. \`code\` is the HTTP status, \`reason\` never changes its meaning, \`message\` is for people, in the
language of the caller (the saved one, else \`Accept-Language\`, else the market's). Decide by \`reason\`.

\`\`\`json
{
  "error": {
    "code": 400,
    "reason": "INSUFFICIENT_STOCK",
    "message": "There are only 2 left of this.",
    "requestId": "6f1c1a52-0f7e-4a57-9f0e-0d4f5c4a4b0e",
    "details": { "available": 2, "requested": 5 }
  }
}
\`\`\`

## What a client does

${table(['status', 'reason', 'details', 'what the client does'], kinds.map(adviceRow))}

## What people read

${table(['reason', 'English', 'Eesti', 'Русский'], kinds.map(sentencesRow))}
`;
}

function adviceRow({ status, reason, details }: ErrorKind): string[] {
  return [String(status), `\`${reason}\``, details ? detailNames(details) : '', advice[reason as Reason]];
}

function sentencesRow({ reason }: ErrorKind): string[] {
  return [
    `\`${reason}\``,
    ...[languages.en, languages.et, languages.ru].map((messages) => messages[reason as Reason]),
  ];
}

function detailNames(details: z.ZodType): string {
  const { properties = {} } = z.toJSONSchema(details) as {
    properties?: Record<string, { description?: string }>;
  };
  return Object.entries(properties)
    .map(([name, { description }]) => `\`${name}\`${description ? ` (${description})` : ''}`)
    .join(', ');
}
