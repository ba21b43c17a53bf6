import type { ReactNode } from 'react';
import { useTitle } from '../../parts/use-title.ts';

/** The quiet page around every form of signing in. */
export function AuthFrame({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <div className="page max-w-md! pt-10 sm:pt-16">
      <h1 className="mb-6 text-2xl">{title}</h1>
      {children}
    </div>
  );
}
