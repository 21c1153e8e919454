// What a laptop has beside its account: mails that were caught instead of sent, and the switches of what plays somebody else's part.
import { useState } from 'preact/hooks';
import { post } from '../api.js';
import { AskedAct } from '../acts.js';
import { useAnswer } from '../asked.js';
import { Dialog, html, Loading, Pill, Problem } from '../parts.js';
import { address, at } from '../router.js';
import { session } from '../store.js';
import { moment } from '../words.js';

function SwitchDialog({ change, onDone, onClose }) {
  const act = async (confirm) => {
    onDone((await post('switches', { ...change, confirm })).text);
    onClose();
  };
  return html`<${AskedAct} title="Let ${change.name} be ${change.mode}?" word="Switch" act=${act} onClose=${onClose}>
    It behaves so until it is switched again, or ends. Consumers that need it may fail.<//>`;
}

export function Switches() {
  const { answer, problem, load } = useAnswer('switches');
  const [change, setChange] = useState(null);
  const [done, setDone] = useState(null);
  if (problem) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!answer) return html`<${Loading} what="Asking how they behave" />`;
  if (answer.switches.length === 0) return html`<p class="small">No program beside the stacks can be told how to behave.</p>`;
  return html`${done && html`<p class="done" role="status">${done}</p>`}
    <ul class="findings">${answer.switches.map((one) => html`<li key=${`${one.program} ${one.name}`}><span class="section-head grow"><span><strong>${one.name}</strong>
      <span class="small"> played by ${one.program}</span> <${Pill} kind=${one.mode === 'ok' ? 'good' : 'warn'}>${one.mode}<//></span>
      <span class="actions" role="group" aria-label="Let ${one.name} be">${one.modes.map((mode) => html`<button class="button" aria-pressed=${mode === one.mode}
        disabled=${!session.value?.mayAct || mode === one.mode} onClick=${() => setChange({ program: one.program, name: one.name, mode })}>${mode}</button>`)}</span></span></li>`)}</ul>
    ${change && html`<${SwitchDialog} change=${change} onDone=${(text) => { setDone(text); load(); }} onClose=${() => setChange(null)} />`}`;
}

export function Mailbox({ id }) {
  const { answer, problem, load } = useAnswer('mails');
  if (problem) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!answer) return html`<${Loading} what="Opening the mailbox" />`;
  if (answer.mails.length === 0) return html`<p class="small">None so far.</p>`;
  const opened = answer.mails.find((mail) => mail.id === id);
  return html`<div class="split"><nav class="scroll mails" aria-label="Mails" tabindex="0"><ul>${answer.mails.slice(0, 200).map((mail) => html`<li key=${mail.id}>
      <a class="mail ${mail === opened ? 'selected' : ''}" aria-current=${mail === opened ? 'true' : undefined} href=${address('health', mail.id, at.value.query)}>
        <strong>${mail.subject || 'no subject'}</strong><span class="small">${moment(mail.at)} · to ${mail.to.join(', ')}</span></a></li>`)}</ul></nav>
    ${opened ? html`<article class="group"><h3>${opened.subject}</h3><p class="small">from ${opened.from} to ${opened.to.join(', ')}</p>
        <iframe class="letter-frame" sandbox="" src="/console/api/mails/${opened.id}" title="The mail, as it was sent"></iframe></article>`
      : html`<p class="hint">Open one: it is shown in a frame in which nothing of it runs, and from which nothing is loaded.</p>`}</div>`;
}
