import { useFormat } from '../format/use-format.ts';
import { useMessages } from '../messages/messages.tsx';

interface PriceProps {
  price: number | null;
  /** The former price, shown struck out where it was higher. */
  before?: number | null;
  currency: string;
  /** Whether dearer variants exist. */
  from?: boolean;
  className?: string;
}

export function Price({ price, before = null, currency, from = false, className = '' }: PriceProps) {
  const { money } = useFormat();
  const { product } = useMessages();
  const text = from ? product.from(money(price, currency)) : money(price, currency);
  if (before === null || price === null || before <= price)
    return <span className={`tabular-nums ${className}`}>{text}</span>;
  return (
    <span className={`tabular-nums ${className}`}>
      <span className="sr-only">{product.now} </span>
      <span className="text-bad">{text}</span> <span className="sr-only">{product.was} </span>
      <s className="text-[0.88em] font-normal text-quiet">{money(before, currency)}</s>
    </span>
  );
}
