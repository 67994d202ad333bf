/**
 * The browser script: every page works without it, it only adds. Each file holds one addition and looks for its own marks
 * (`data-*`) in the page, so a page without them costs nothing. Runs deferred, when the page is complete.
 */
import { addSheetActions } from './code-sheet.ts';
import { addCopyButtons } from './copy-button.ts';
import { refreshCounts } from './desk-counts.ts';
import { sayPresence } from './desk-presence.ts';
import { bindShortcuts } from './desk-shortcuts.ts';
import { focusErrorSummary } from './error-focus.ts';
import { keepTypedText } from './kept-text.ts';
import { closeMenus } from './menu.ts';
import { openOffers } from './offer.ts';
import { preparePasskeyForms } from './passkey-forms.ts';
import { cleanPastedCodes } from './pasted-code.ts';
import { addRevealButtons } from './reveal-button.ts';
import { watchSessionTime } from './session-time.ts';
import { submitOnce } from './single-submit.ts';

addRevealButtons(document);
addCopyButtons(document);
addSheetActions(document);
cleanPastedCodes(document);
keepTypedText(document);
closeMenus(document);
submitOnce(document);
openOffers(document);
watchSessionTime(document);
preparePasskeyForms(document);
refreshCounts(document);
sayPresence(document);
bindShortcuts(document);
focusErrorSummary(document);
