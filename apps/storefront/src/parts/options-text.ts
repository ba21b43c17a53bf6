/** `Olive · L` for the options of a variant; the values say enough without their names. */
export function optionsText(options: Record<string, string> | null): string {
  return Object.values(options ?? {}).join(' · ');
}
