const SOONEST_MS = 5 * 60_000;

/**
 * When to ask again about a payment that is still open: the older it is, the later. Asked every few minutes for as long as
 * it may be paid, each abandoned one would cost its gateway hundreds of calls, and keep the job from those that matter.
 */
export function nextLook({ createdAt }: { createdAt: Date }, now: Date): Date {
  const ageMs = now.getTime() - createdAt.getTime();
  return new Date(now.getTime() + Math.max(SOONEST_MS, ageMs / 2));
}
