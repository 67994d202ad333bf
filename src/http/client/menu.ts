/** The menu of narrow windows closes on Esc, on a press outside and when the focus leaves it; opening is the browser's own. */

export function closeMenus(root: ParentNode): void {
  for (const menu of root.querySelectorAll<HTMLDetailsElement>('details[data-menu]')) {
    const close = (): void => {
      menu.open = false;
    };
    menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !menu.open) return;
      close();
      menu.querySelector('summary')?.focus();
    });
    document.addEventListener('pointerdown', (event) => {
      if (event.target instanceof Node && !menu.contains(event.target)) close();
    });
    menu.addEventListener('focusout', (event) => {
      if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) close();
    });
  }
}
