// How a delivery stands, and what rules say: in a trace as in an event that is opened.
import { html, Pill } from './parts.js';

export const states = {
  Handled: ['good', 'handled'], Suppressed: ['good', 'suppressed'], Failed: ['bad', 'failed'], Dead: ['bad', 'dead'], NoReportYet: ['warn', 'no report yet'],
};

export const stateTitles = {
  Suppressed: 'It had been handled before.', Failed: 'The last attempt failed; it is tried again.', Dead: 'It lies in the dead-letter queue.',
  NoReportYet: 'It waits, or the rule asked for more than source and type, and said no.',
};

/** What each rule says to an event, and why not where it says no. */
export const Answers = ({ rules, isWhole }) => html`
  ${!isWhole && html`<p class="hint">Only its source and type are known: a rule that matches may ask for more, and have said no.</p>`}
  <ul class="answers">${rules.map((rule) => html`<li><${Pill} kind=${rule.matches ? 'good' : 'quiet'}>${rule.matches ? 'match' : 'no'}<//>
    <strong>${rule.rule}</strong>${rule.consumers.length > 0 && ` → ${rule.consumers.join(', ')}`}
    ${rule.reason && html`<div class="small reason">${rule.reason}</div>`}</li>`)}</ul>`;
