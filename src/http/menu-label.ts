/** The name a page has in this portal's menu: the same words on the item, as title and as h1. */
import type { MenuPage } from '../portals/definition.ts';
import type { Visit } from './visit.ts';

/** Undefined when this portal's menu has no such page. */
export function menuLabel(visit: Pick<Visit, 'portal' | 'language'>, page: MenuPage): string | undefined {
  return visit.portal.menu.find((item) => item.page === page)?.label[visit.language];
}
