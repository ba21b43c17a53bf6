import { useState } from 'react';
import type { Product, Variant } from '../../shop/queries.ts';

export interface Choice {
  /** What is chosen of each option so far. */
  options: Readonly<Record<string, string>>;
  choose: (name: string, value: string) => void;
  /** The variant all choices together name. */
  variant: Variant | null;
  /** The first option that is still to be chosen. */
  missing: string | null;
  /** Whether a value can be had together with what else is chosen. */
  isAvailable: (name: string, value: string) => boolean;
}

/** Which variant is meant. What leaves no choice is chosen already, and the first variant that can be had to begin with. */
export function useChoice({ options: names, variants }: Product): Choice {
  const [options, setOptions] = useState<Record<string, string>>(
    () => (variants.find(({ available }) => available > 0) ?? variants[0])?.options ?? {},
  );
  const matches = (variant: Variant, wanted: Record<string, string>) =>
    Object.entries(wanted).every(([name, value]) => variant.options[name] === value);
  const choose = (name: string, value: string) => {
    const wanted = { ...options, [name]: value };
    if (variants.some((variant) => matches(variant, wanted))) return setOptions(wanted);
    // What does not exist together with the new value gives way to what does.
    const nearest = variants.find((variant) => variant.options[name] === value);
    setOptions(nearest?.options ?? wanted);
  };
  const missing = names.find(({ name }) => options[name] === undefined)?.name ?? null;
  return {
    options,
    choose,
    variant: missing === null ? (variants.find((variant) => matches(variant, options)) ?? null) : null,
    missing,
    isAvailable: (name, value) =>
      variants.some((variant) => variant.available > 0 && matches(variant, { ...options, [name]: value })),
  };
}
