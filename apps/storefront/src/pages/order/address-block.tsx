import { useFormat } from '../../format/use-format.ts';

/** An address as it stands on a parcel, with what else belongs to it. */
export function AddressBlock({
  title,
  address,
  lines,
}: {
  title: string;
  address: Record<string, unknown> | null;
  lines: readonly (string | null)[];
}) {
  const { country: nameOf } = useFormat();
  const text = (name: string) => (typeof address?.[name] === 'string' ? address[name] : '');
  const country = text('country');
  const all = [
    text('name'),
    text('line1'),
    text('line2'),
    [text('postalCode'), text('city'), text('region')].filter(Boolean).join(' '),
    country && nameOf(country),
    ...lines,
  ].filter(Boolean);
  if (all.length === 0) return null;
  return (
    <section>
      <h2 className="mb-1 text-lg">{title}</h2>
      <address className="not-italic">
        {all.map((line, index) => (
          <span key={index} className="block break-words">
            {line}
          </span>
        ))}
      </address>
    </section>
  );
}
