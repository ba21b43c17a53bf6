/** The mail of an alert in each language; `{events}` and `{addresses}` are filled in where it is raised. */
export function alertTexts(
  rule: { id: string; kinds: readonly string[]; windowMinutes: number },
  store: string,
): Record<string, { subject: string; body: string }> {
  const kinds = rule.kinds.join(', ');
  const minutes = rule.windowMinutes;
  return {
    en: {
      subject: `${store}: security alert ${rule.id}`,
      body: `{events} security events (${kinds}) within ${minutes} minutes, from: {addresses}.\n\nSee the security events in the admin.\n`,
    },
    et: {
      subject: `${store}: turvahoiatus ${rule.id}`,
      body: `{events} turvasündmust (${kinds}) ${minutes} minuti jooksul, aadressidelt: {addresses}.\n\nVaata turvasündmusi haldusliideses.\n`,
    },
    ru: {
      subject: `${store}: тревога ${rule.id}`,
      body: `Событий безопасности: {events} (${kinds}) за ${minutes} мин., адреса: {addresses}.\n\nСмотрите события безопасности в панели управления.\n`,
    },
  };
}
