import { encodeValue } from './wire-values.ts';
import type { Statement } from './sql.ts';

const ROOM = 16_384;
/** A buffer that one large exchange has stretched is not kept beyond this. */
const KEPT = 262_144;
/** A UTF-16 unit takes at most so many bytes of UTF-8. */
const WIDEST = 3;

const BIND = code('B');
const CLOSE = code('C');
const DESCRIBE = code('D');
const EXECUTE = code('E');
const PARSE = code('P');
const SYNC = code('S');
const PORTAL = code('P');
const STATEMENT = code('S');
const TEXT = 0;
const BINARY = 1;

/**
 * Writes the messages of one exchange one behind another into one buffer (PostgreSQL, "Message Formats"). node-postgres
 * makes a buffer and a write to the socket of each: some seven for an exchange of three statements.
 */
export class WireWriter {
  #bytes = Buffer.allocUnsafeSlow(ROOM);
  #at = 0;

  /** Prepares the statement under its name. */
  parse({ name, text }: Statement): void {
    const start = this.#begin(PARSE);
    this.#cstring(name);
    this.#cstring(text);
    this.#int16(0);
    this.#end(start);
  }

  /** Forgets the name, if it is known. */
  close(name: string): void {
    const start = this.#begin(CLOSE);
    this.#byte(STATEMENT);
    this.#cstring(name);
    this.#end(start);
  }

  /** Gives a prepared statement its values. Buffers travel as they are, all else as text. */
  bind({ name, values }: Statement): void {
    const start = this.#begin(BIND);
    this.#byte(0);
    this.#cstring(name);
    this.#int16(values.length);
    let format = this.#at;
    this.#reserve(values.length * 2);
    this.#at += values.length * 2;
    this.#int16(values.length);
    for (const value of values) {
      const encoded = encodeValue(value);
      this.#bytes[format++] = 0;
      this.#bytes[format++] = typeof encoded === 'object' && encoded !== null ? BINARY : TEXT;
      if (encoded === null) this.#int32(-1);
      else if (typeof encoded === 'string') this.#text(encoded);
      else this.#raw(encoded);
    }
    // Every column comes as text.
    this.#int16(0);
    this.#end(start);
  }

  /** Asks for the columns' names and types. */
  describe(): void {
    const start = this.#begin(DESCRIBE);
    this.#byte(PORTAL);
    this.#byte(0);
    this.#end(start);
  }

  execute(): void {
    const start = this.#begin(EXECUTE);
    this.#byte(0);
    this.#int32(0);
    this.#end(start);
  }

  sync(): void {
    this.#end(this.#begin(SYNC));
  }

  /** What was written since the last time, as bytes of its own. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at));
    this.clear();
    return taken;
  }

  clear(): void {
    this.#at = 0;
    if (this.#bytes.length > KEPT) this.#bytes = Buffer.allocUnsafeSlow(ROOM);
  }

  #begin(type: number): number {
    this.#byte(type);
    const start = this.#at;
    this.#reserve(4);
    this.#at += 4;
    return start;
  }

  #end(start: number): void {
    this.#bytes.writeInt32BE(this.#at - start, start);
  }

  #text(text: string): void {
    const start = this.#at;
    this.#reserve(4 + text.length * WIDEST);
    const length = this.#bytes.write(text, start + 4);
    this.#bytes.writeInt32BE(length, start);
    this.#at = start + 4 + length;
  }

  #raw(raw: Buffer): void {
    this.#int32(raw.length);
    this.#reserve(raw.length);
    this.#at += raw.copy(this.#bytes, this.#at);
  }

  #cstring(text: string): void {
    this.#reserve(text.length * WIDEST + 1);
    this.#at += this.#bytes.write(text, this.#at);
    this.#bytes[this.#at++] = 0;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  #int16(value: number): void {
    this.#reserve(2);
    this.#at = this.#bytes.writeUInt16BE(value, this.#at);
  }

  #int32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + more));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}
