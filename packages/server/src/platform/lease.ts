/** What a process took and has not finished after so long was left by its death, and another may take it over. */
export const LEASE_MS = 60_000;
