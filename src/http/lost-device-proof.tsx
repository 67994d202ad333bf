/** What the holder sees while the desk calls: the check word that the desk must say first, and the code to read out after it. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatClock } from '../i18n/dates.ts';
import type { OwnProofs, ShownProof } from '../journeys/call-proof.ts';
import { Card, LinkButton } from './components.tsx';
import { requestPath } from './lost-device-visit.ts';
import type { Visit } from './visit.ts';

interface ProofProps {
  readonly visit: Visit;
  readonly receipt: string;
  readonly proofs: OwnProofs;
}

/** Says as well where it would be shown. */
export function CallProofs({ visit, receipt, proofs }: ProofProps): JSX.Element {
  const isOfDesk = visit.portal.kind === 'desk';
  const words = { ...visit.words.lostRequest.proof, ...(isOfDesk ? visit.words.staffLost.proof : {}) };
  const isOfCompany = proofs.isClaimBrowser && proofs.open.length > 0 && proofs.open.every(({ kind }) => kind === 'voucher');
  return (
    <Card emphasis={proofs.open.length > 0} headingId="proof-heading">
      <h2 id="proof-heading">{isOfCompany ? words.voucherHeading : words.heading}</h2>
      {!proofs.isClaimBrowser ? (
        <p>{words.otherBrowser}</p>
      ) : proofs.open.length === 0 ? (
        <>
          <p>{words.none}</p>
          <LinkButton kind="secondary" href={requestPath(visit, receipt)}>
            {words.reload}
          </LinkButton>
        </>
      ) : (
        proofs.open.map((each) => <OneProof visit={visit} shown={each} />)
      )}
    </Card>
  );
}

function OneProof({ visit, shown }: { visit: Visit; shown: ShownProof }): JSX.Element {
  const words = visit.words.lostRequest.proof;
  const { code, word } = shown.proof;
  const until = formatClock(visit.language, shown.until);
  const isVoucher = shown.kind === 'voucher';
  return (
    <div class="call-proof">
      {isVoucher ? <p>{words.voucher}</p> : <p class="proof-rule">{words.rule(word[visit.language])}</p>}
      <ol class="proof-values">
        {isVoucher ? null : (
          <li>
            <p class="proof-label">{words.word}</p>
            <p class="proof-value">{word[visit.language]}</p>
            <p class="small">{shown.kind === 'in-person' ? words.meetingHint : words.wordHint}</p>
          </li>
        )}
        <li>
          <p class="proof-label">{isVoucher ? words.voucherCode : words.code}</p>
          <p class="proof-value">
            <span class="proof-code">
              {code.slice(0, 3)} {code.slice(3)}
            </span>
          </p>
          <p class="small">{isVoucher ? words.voucherCodeHint : words.codeHint}</p>
        </li>
      </ol>
      <p class="small">{words.until(until)}</p>
      <p class="small">{words.meaning}</p>
    </div>
  );
}
