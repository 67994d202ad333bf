/**
 * Watches a page while somebody walks (SEC-N03): everything the browser complains about, what its policy refused included, and
 * everything it asks for elsewhere. Both browsers tell this by themselves, so it holds for pages without script too.
 */
import type { Page } from 'puppeteer-core';
import type { BrowserKind } from '../support/browser.ts';

export interface Watch {
  /** What went wrong so far, oldest first; empty on a good walk. */
  readonly complaints: readonly string[];
}

/** A page that shows a mistake answers so; the browser notes it as an error, but it is none. */
const MISTAKE_SHOWN = 422;

/** Begins before the first page is opened. Everything that is not of `origin` is somebody else's. */
export async function watch(page: Page, kind: BrowserKind, origin: string): Promise<Watch> {
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== origin)
      complaints.push(`asked elsewhere: ${url.href}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    if (!isIconGivenUp(request.url(), reason)) complaints.push(`failed: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.status() !== MISTAKE_SHOWN) complaints.push(`${response.status()} ${response.url()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error instanceof Error ? error.message : String(error)}`));
  page.on('console', (message) => {
    // Said by its status already.
    if (message.text().startsWith('Failed to load resource')) return;
    if (message.type() === 'error' || message.type() === 'warn') complaints.push(`console: ${message.text()}`);
  });
  if (kind === 'chromium') await watchIssues(page, complaints);
  return { complaints };
}

/** Firefox fetches the icon after the page is there, and gives it up when one has gone on by then; a refusal has other words. */
function isIconGivenUp(url: string, reason: string): boolean {
  return reason === 'NS_BINDING_ABORTED' && /^\/assets\/favicon-/u.test(new URL(url).pathname);
}

/** The developer tools' list of issues: each refusal of the policy is one, whether script runs or not. */
async function watchIssues(page: Page, complaints: string[]): Promise<void> {
  const session = await page.createCDPSession();
  session.on('Audits.issueAdded', ({ issue }) => {
    const refused = issue.details.contentSecurityPolicyIssueDetails;
    if (refused !== undefined) complaints.push(`policy: ${refused.violatedDirective} ${refused.blockedURL ?? 'inline'}`);
    else if (issue.code === 'CookieIssue' || issue.code === 'MixedContentIssue') complaints.push(`issue: ${issue.code}`);
  });
  await session.send('Audits.enable');
}
