/** The numbers of the desk's views go on while the page stands open: asked for every half minute, not while nobody sees them. */

const ASKED_EVERY = 30_000;

export function refreshCounts(root: Document): void {
  const rail = root.querySelector<HTMLElement>('[data-counts]');
  const path = rail?.dataset['counts'];
  if (rail === null || path === undefined) return;
  const timer = setInterval(() => {
    if (root.visibilityState === 'visible') void ask();
  }, ASKED_EVERY);
  const ask = async (): Promise<void> => {
    try {
      const response = await fetch(path);
      // Signed out, or no longer allowed: the numbers stay as they are, and say so by their time above.
      if (response.ok) show(rail, await response.json());
      else clearInterval(timer);
    } catch {
      // Without a network it is asked again.
    }
  };
}

function show(rail: HTMLElement, counts: unknown): void {
  if (typeof counts !== 'object' || counts === null) return;
  for (const place of rail.querySelectorAll<HTMLElement>('[data-count]')) {
    const count: unknown = Reflect.get(counts, place.dataset['count'] ?? '');
    if (typeof count !== 'number') continue;
    place.textContent = String(count);
    if (place.dataset['count'] === 'overdue') place.parentElement?.classList.toggle('rail-alert', count > 0);
  }
}
