/** What looks like an email address, told before anything is sent; the server knows better. */
export function emailRule(message: string): { value: RegExp; message: string } {
  return { value: /^\s*[^\s@]+@[^\s@]+\.[^\s@]{2,}\s*$/u, message };
}
