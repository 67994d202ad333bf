/**
 * The warning before a session ends (U-58, WCAG 2.2.1). The server is asked first, by a page that counts as no activity, because
 * another tab may have been in use; what it answers becomes a dialog: clock time, one button that extends, one that signs out.
 * At the end the private page gives way to the sign-in. Times are milliseconds.
 */

/** While the warning stands the server is asked so often: somebody may go on in another tab. */
const ASKED_EVERY = 20_000;
/** After an answer that did not come. */
const TRIED_AGAIN_AFTER = 30_000;
/** The last question comes just after the end. */
const AFTER_THE_END = 500;

/** When to ask next, and whether the warning stands until then. */
export function nextQuestion(left: number, warnedBefore: number): { readonly warn: boolean; readonly askIn: number } {
  if (left > warnedBefore) return { warn: false, askIn: left - warnedBefore };
  return { warn: true, askIn: Math.min(Math.max(0, left) + AFTER_THE_END, ASKED_EVERY) };
}

export function watchSessionTime(root: Document): void {
  const marks = root.querySelector<HTMLElement>('form[data-session-time]')?.dataset;
  const { sessionTime: path, sessionOver: over } = marks ?? {};
  if (path === undefined || over === undefined) return;
  const warning = makeWarning(root);
  let endsAt = Date.now() + Number(marks?.['sessionLeft']);
  let asksAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const leave = (): void => location.replace(over);
  const askIn = (delay: number): void => {
    clearTimeout(timer);
    asksAt = Date.now() + delay;
    timer = setTimeout(() => void ask(), delay);
  };
  const receive = (answer: Answer): void => {
    // Without a server nobody can extend it: at the end what is private goes out of sight either way.
    if (answer === 'over' || (answer === 'unknown' && Date.now() >= endsAt)) leave();
    else if (answer === 'unknown') askIn(TRIED_AGAIN_AFTER);
    else follow(answer);
  };
  const follow = (answer: HTMLElement): void => {
    const left = Number(answer.dataset['left']);
    endsAt = Date.now() + left;
    const { warn, askIn: delay } = nextQuestion(left, Number(answer.dataset['warnedBefore']));
    if (warn) warning.show(answer, extend);
    else warning.close();
    askIn(delay);
  };
  const ask = async (): Promise<void> => receive(await answerTo(fetch(path, { redirect: 'manual' })));
  const extend = async (form: HTMLFormElement): Promise<void> => {
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const answer = await answerTo(fetch(form.action, { method: 'POST', body }));
    // Said by the page that the form leads to: what went wrong has no place in the dialog.
    if (answer === 'unknown') form.submit();
    else receive(answer);
  };

  askIn(Number(marks?.['sessionAsks']));
  const catchUp = (): void => {
    if (root.visibilityState === 'visible' && (Date.now() >= asksAt || warning.isOpen())) void ask();
  };
  root.addEventListener('visibilitychange', catchUp);
  addEventListener('pageshow', (event) => {
    if (event.persisted) void ask();
  });
}

/** What the server says: how much time is left, that it is over, or nothing that could be understood. */
type Answer = HTMLElement | 'over' | 'unknown';

async function answerTo(question: Promise<Response>): Promise<Answer> {
  try {
    const response = await question;
    if (response.type === 'opaqueredirect') return 'over';
    if (!response.ok) return 'unknown';
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return page.querySelector<HTMLElement>('[data-session-end]') ?? 'over';
  } catch {
    return 'unknown';
  }
}

interface Warning {
  show(answer: HTMLElement, extend: (form: HTMLFormElement) => Promise<void>): void;
  close(): void;
  isOpen(): boolean;
}

function makeWarning(root: Document): Warning {
  let dialog: HTMLDialogElement | null = null;
  /** A warning that cannot be answered by an extension is shown once. */
  let isDismissed = false;
  const close = (): void => {
    dialog?.close();
    dialog?.remove();
    dialog = null;
  };
  return {
    isOpen: () => dialog !== null,
    close: () => {
      close();
      isDismissed = false;
    },
    show: (answer, extend) => {
      if (dialog !== null || isDismissed) return;
      dialog = buildDialog(root, answer);
      const form = dialog.querySelector<HTMLFormElement>('form[data-extend]');
      const dismiss = (): void => {
        isDismissed = true;
        close();
      };
      form?.addEventListener('submit', (event) => {
        event.preventDefault();
        void extend(form);
      });
      dialog.querySelector('button[type="button"]')?.addEventListener('click', dismiss);
      // Whoever presses Esc is there.
      dialog.addEventListener('cancel', (event) => {
        event.preventDefault();
        if (form === null) dismiss();
        else form.requestSubmit();
      });
      root.body.append(dialog);
      dialog.showModal();
      dialog.querySelector('button')?.focus();
    },
  };
}

function buildDialog(root: Document, answer: HTMLElement): HTMLDialogElement {
  const dialog = root.createElement('dialog');
  dialog.className = 'offer session-warning';
  dialog.setAttribute('role', 'alertdialog');
  dialog.setAttribute('aria-labelledby', 'session-warning-title');
  dialog.setAttribute('aria-describedby', 'session-warning-words');
  const title = root.createElement('h2');
  title.id = 'session-warning-title';
  title.textContent = answer.getAttribute('data-warning');
  const content = root.importNode(answer, true);
  content.removeAttribute('id');
  content.querySelector('p')?.setAttribute('id', 'session-warning-words');
  if (content.querySelector('form[data-extend]') === null) {
    const close = root.createElement('button');
    close.type = 'button';
    close.className = 'button button-primary button-large';
    close.textContent = answer.getAttribute('data-close');
    content.querySelector('.actions')?.prepend(close);
  }
  dialog.append(title, content);
  return dialog;
}
