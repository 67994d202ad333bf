/** Words of the page on which a company's administrator asks for a dispute of a colleague. */
import type { companyDispute as ja } from '../ja/company-dispute.ts';

export const companyDispute: typeof ja = {
  link: 'Ask for a dispute',
  title: 'Ask for a dispute',
  lead: (name) => `For the case that somebody else uses the account of ${name}.`,
  heading: 'Before you ask',
  effects: [
    'Check with your colleague, in person or by calling a number that you know.',
    'Asking changes nothing by itself. A supervisor of the support desk decides within 14 days.',
    'Once the dispute is opened the account is locked: nobody can sign in, not even your colleague, who then shows an identity document and registers a new device.',
    'Your colleague and all administrators of the company are told by mail that you asked.',
  ],
  submit: 'Ask for a dispute',
  asked: (time) => `You have asked already (good until ${time})`,
  running: 'A dispute is under way',
  notDisputed: 'The account of this colleague is not disputed',
  notDisputedText:
    'An account is disputed when it was locked because its holder disowned a new device, or when within 90 days two confirmed requests of it ended by a veto or by a sign-in.',
};
