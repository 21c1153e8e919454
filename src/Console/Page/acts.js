// Acts: each says what it will do and to which account, asks, and says what came of it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { post, stream } from './api.js';
import { Dialog, html, Loading } from './parts.js';
import { session } from './store.js';
import { cause, plural } from './words.js';

/** Where an act is about an account that matters, the environment's name is typed. */
export function Confirm({ value, onInput }) {
  const { environment, isLaptop, asksForName } = session.value;
  return html`<p class="where-acts">This is done in <strong>${isLaptop ? 'the account on this laptop' : environment}</strong>.</p>
    ${asksForName && html`<label class="field">Type <code>${environment}</code> to go on
      <input value=${value} autocomplete="off" spellcheck="false" onInput=${(event) => onInput(event.currentTarget.value)} /></label>`}`;
}

export const isConfirmed = (typed) => !session.value.asksForName || typed === session.value.environment;

/** Says what would be done, asks, does it with the name that was typed, and says what stood in the way. */
export function AskedAct({ title, word, doing = `${word} …`, act, onClose, children }) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await act(typed || null);
    } catch (failure) {
      setProblem(failure.message);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${title} onClose=${onClose} busy=${busy}><form onSubmit=${submit}>
    <p>${children}</p><${Confirm} value=${typed} onInput=${setTyped} />
    ${problem && html`<p class="bad-text" role="alert">${problem}</p>`}
    <footer><button class="button primary" disabled=${busy || !isConfirmed(typed)}>${busy ? doing : word}</button></footer></form><//>`;
}

/** An act whose answer is a sentence. */
export function ConfirmAct({ title, path, of, word, onDone, onClose, children }) {
  const act = async (confirm) => {
    onDone((await post(path, { of, confirm })).text);
    onClose();
  };
  return html`<${AskedAct} title=${title} word=${word} act=${act} onClose=${onClose}>${children}<//>`;
}

function Plan({ plan }) {
  const letters = plan.parts.reduce((sum, part) => sum + part.failures.length, 0);
  return html`<p><strong>${plural(letters, 'dead letter')}</strong> would be sent to ${plan.parts.length === 1 ? (letters === 1 ? 'its consumer' : 'their consumer') : 'their consumers'} again:</p>
    <ul class="plan">${plan.parts.map((part) => html`<li><strong>${part.consumer.title}</strong>
      <ul>${part.groups.map((group) => html`<li>${group.count} × ${cause(group.key).what} <span class="small">${cause(group.key).where}</span></li>`)}</ul>
      <span class="small">${part.suppressed} of them were handled meanwhile and will be suppressed${part.unknown > 0 ? `; of ${part.unknown} that is not known` : ''}.
        ${part.others > 0 ? ` ${part.others} others stay dead.` : ''}</span>
      ${part.consumer.isPaused && html`<span class="warn-text"> It is paused: they will wait until it is resumed.</span>`}</li>`)}</ul>`;
}

function Progress({ state }) {
  const { step, planned, sent, reported, outcomes, error } = state;
  const words = { Sending: 'Sending …', Waiting: 'Sent; waiting for what the consumer says …', Done: 'Done.', Failed: 'It ended before its end.' };
  return html`<div role="status" aria-live="polite"><p><strong>${words[step]}</strong></p>
    <label class="bar-label">Sent <progress max=${planned} value=${sent}></progress> ${sent} of ${planned}</label>
    <label class="bar-label">Reported on <progress max=${planned} value=${reported}></progress> ${reported} of ${planned}</label>
    ${outcomes.map(({ consumer, outcome }) => html`<div class="outcome"><strong>${consumer}</strong>:
      <span class="good-text">${outcome.handled} handled</span>, ${outcome.suppressed} suppressed, ${outcome.waiting} waiting
      ${Object.entries(outcome.failed).map(([why, number]) => html`<div class="bad-text">${number} × ${why}; tried again before they are dead again</div>`)}
      ${outcome.moves.unmoved.map((one) => html`<div class="warn-text">${one.id} stays dead: ${one.reason}</div>`)}
      ${outcome.moves.elsewhere > 0 && html`<div>${outcome.moves.elsewhere} were not there any more: somebody else took them meanwhile.</div>`}
      ${outcome.moves.ended && html`<div class="warn-text">Ended early, nothing lost: ${outcome.moves.ended}</div>`}</div>`)}
    ${error && html`<p class="bad-text" role="alert">${error}</p>`}</div>`;
}

/** Plans a redrive, asks, runs it and shows how far it is. `parts` is a list of consumers and the letters meant, all when none is named. */
export function RedriveDialog({ parts, onClose, onEnd }) {
  const [plan, setPlan] = useState(null);
  const [state, setState] = useState(null);
  const [problem, setProblem] = useState(null);
  const [typed, setTyped] = useState('');
  const gone = useRef(new AbortController());
  useEffect(() => {
    post('redrives/plan', { parts }).then(setPlan, (failure) => setProblem(failure.message));
    return () => gone.current.abort();
  }, []);
  const run = async (event) => {
    event.preventDefault();
    try {
      const began = await post('redrives', { of: plan.id, confirm: typed || null });
      setState(began);
      await stream(`redrives/${began.id}`, setState, gone.current.signal);
      onEnd();
    } catch (failure) {
      if (failure.name !== 'AbortError') setProblem(failure.message);
    }
  };
  const letters = plan?.parts.reduce((sum, part) => sum + part.failures.length, 0) ?? 0;
  return html`<${Dialog} title="Run dead letters again" onClose=${onClose}>
    ${problem && html`<p class="bad-text" role="alert">${problem}</p>`}
    ${!plan && !problem && html`<${Loading} what="Working out what would happen" />`}
    ${plan && !state && html`<form onSubmit=${run}>
      ${letters === 0 ? html`<p>None of them is there any more, or they are in somebody's hands at the moment: another redrive, or a look. Nothing would be done.</p>`
        : html`<${Plan} plan=${plan} /><${Confirm} value=${typed} onInput=${setTyped} />
          <footer><button class="button primary" disabled=${!isConfirmed(typed)}>Run ${plural(letters, 'letter')} again</button></footer>`}</form>`}
    ${state && html`<${Progress} state=${state} />
      <footer><button class="button" onClick=${(event) => event.currentTarget.closest('dialog').close()}>
        ${state.step === 'Done' || state.step === 'Failed' ? 'Close' : 'Close; it goes on'}</button></footer>`}<//>`;
}
