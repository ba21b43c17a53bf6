/** Six digits, however they are spaced. */
export function appCodeRule(sentence: string): (text: string) => true | string {
  return (text) => /^\d{6}$/.test(text.replace(/[\s\p{Pd}]/gu, '')) || sentence;
}
