import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface Seal {
  /** The text, readable only with one of the secrets, and only for the same request. */
  close: (text: string, request: Buffer) => string;
  /** The text again; null where no secret fits any more. */
  open: (sealed: string, request: Buffer) => string | null;
}

/** Keeps answers unreadable where they are stored: they hold people's data and what a gateway gives only to a payer. */
export function createSeal(secrets: readonly string[]): Seal {
  const keys = secrets.map((secret) => createHash('sha256').update(secret).digest());
  return {
    close: (text, request) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, keys[0]!, iv).setAAD(request);
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64');
    },
    open: (sealed, request) => {
      // Kept before answers were sealed; JSON never looks like base64.
      if (sealed === '' || sealed.startsWith('{')) return sealed;
      const bytes = Buffer.from(sealed, 'base64');
      for (const key of keys) {
        const text = decipher(bytes, key, request);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

function decipher(bytes: Buffer, key: Buffer, request: Buffer): string | null {
  try {
    const plain = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(request)
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([plain.update(bytes.subarray(IV_BYTES + TAG_BYTES)), plain.final()]).toString();
  } catch {
    return null;
  }
}
