import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { OperatorError } from './operator-error.ts';

interface Key {
  id: string;
  secret: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals small secrets for the database with keys derived from the server's signing keys: the first seals, all open. */
export class SecretBox {
  readonly #keys: readonly { id: string; key: Buffer }[];

  constructor(keys: readonly Key[]) {
    this.#keys = keys.map(({ id, secret }) => ({ id, key: derived(secret) }));
  }

  /** `about` is bound in: what is sealed for one person opens for no other. */
  seal(plain: Buffer, about: string): string {
    const [current] = this.#keys;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', current!.key, nonce).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return `${current!.id}.${sealed.toString('base64url')}`;
  }

  open(sealed: string, about: string): Buffer {
    const [id, body = ''] = sealed.split('.');
    const known = this.#keys.find((one) => one.id === id);
    if (!known)
      throw new OperatorError(
        `The signing key ${id} that sealed a secret is not configured.`,
        'Put it back at the end of JWT_KEYS for an hour: secrets are then sealed anew with the first key.',
      );
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', known.key, bytes.subarray(0, NONCE_BYTES)).setAAD(
      Buffer.from(about),
    );
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  /** The same secret under the first key; null where it is already. */
  reseal(sealed: string, about: string): string | null {
    return sealed.startsWith(`${this.#keys[0]!.id}.`) ? null : this.seal(this.open(sealed, about), about);
  }
}

const derived = (secret: string) => createHmac('sha256', secret).update('sealed secrets').digest();
