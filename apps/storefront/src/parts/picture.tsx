import { useState } from 'react';
import { srcSetOf } from '../shop/pictures.ts';

interface PictureProps {
  src: string | null;
  alt: string;
  /** How wide it is shown; the browser chooses by it where there are several widths. */
  sizes: string;
  eager?: boolean;
  className?: string;
}

/** A product's picture in the shop's frame of 4 : 5. One that is missing or broken leaves a quiet place. */
export function Picture({ src, alt, sizes, eager = false, className = '' }: PictureProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const shown = src !== null && broken !== src;
  return (
    <div className={`aspect-[4/5] overflow-hidden rounded-md bg-sunken ${className}`}>
      {shown && (
        <img
          srcSet={srcSetOf(src)}
          sizes={sizes}
          src={src}
          alt={alt}
          width={960}
          height={1200}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
          decoding="async"
          onError={() => setBroken(src)}
          className="size-full object-cover"
        />
      )}
      {!shown && alt && (
        <div role="img" aria-label={alt} className="grid size-full place-items-center text-quiet">
          <svg
            aria-hidden="true"
            width="48"
            height="48"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
          >
            <path d="M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500h.01" />
          </svg>
        </div>
      )}
    </div>
  );
}
