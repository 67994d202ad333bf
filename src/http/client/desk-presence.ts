/** While the page of a request is in sight, the others are told who is there; whoever has begun to type is editing. */

/** Well within the five minutes after which a claim ends. */
const SAID_EVERY = 60_000;

export function sayPresence(root: Document): void {
  const marks = root.querySelector<HTMLElement>('[data-presence]')?.dataset;
  const { presence: path, token } = marks ?? {};
  if (path === undefined || token === undefined) return;
  let isEditing = false;
  const say = async (): Promise<void> => {
    try {
      const body = new URLSearchParams({ form_token: token, choice: isEditing ? 'editing' : 'viewing' });
      const response = await fetch(path, { method: 'POST', body });
      if (!response.ok) clearInterval(timer);
    } catch {
      // Said again with the next turn.
    }
  };
  const timer = setInterval(() => {
    if (root.visibilityState === 'visible') void say();
  }, SAID_EVERY);
  root.querySelector('main')?.addEventListener('input', () => {
    if (isEditing) return;
    isEditing = true;
    void say();
  });
}
