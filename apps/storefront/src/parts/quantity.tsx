import { useMessages } from '../messages/messages.tsx';
import { Icon } from './icon.tsx';

interface QuantityProps {
  title: string;
  value: number;
  max: number;
  onChange: (quantity: number) => void;
  disabled?: boolean;
}

/** How many: one less, a number to type, one more. */
export function Quantity({ title, value, max, onChange, disabled = false }: QuantityProps) {
  const { cart } = useMessages();
  const step = 'grid size-11 place-items-center rounded-sm hover:bg-sunken disabled:opacity-35';
  return (
    <div className="inline-flex items-center rounded-sm border border-edge bg-raised">
      <button
        type="button"
        className={step}
        aria-label={cart.less(title)}
        disabled={disabled || value <= 1}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" size={18} />
      </button>
      <input
        type="text"
        inputMode="numeric"
        aria-label={cart.quantityOf(title)}
        value={value}
        disabled={disabled}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          const typed = Number.parseInt(event.target.value, 10);
          if (typed >= 1) onChange(Math.min(typed, max));
        }}
        className="h-11 w-10 bg-transparent text-center font-medium tabular-nums"
      />
      <button
        type="button"
        className={step}
        aria-label={cart.more(title)}
        disabled={disabled || value >= max}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" size={18} />
      </button>
    </div>
  );
}
