import type { EventBus } from '../../platform/events/bus.ts';

/** Topic of events that tell every instance to look whether the catalogue has changed. */
export const CATALOG_CHANGED = 'catalog.changed';

/**
 * Tells all instances to look before they give another kept answer. To be called after the commit of a change; without it
 * they notice within a quarter of a second.
 */
export function announceCatalogChange(bus: EventBus): void {
  bus.publish(CATALOG_CHANGED, '');
}
