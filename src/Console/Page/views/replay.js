// Past events for consumers once more: a window of what was published, who is to hear it, what that would do; then started and watched.
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, post, stream } from '../api.js';
import { Confirm, isConfirmed } from '../acts.js';
import { Dialog, html, Loading, Problem } from '../parts.js';
import { at, look } from '../router.js';
import { flow, session } from '../store.js';
import { count, moment, plural } from '../words.js';

/** What an input of date and time takes: local, to the second. */
const local = (time) => {
  const date = new Date(time);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
};

/** When how much was published; a window is dragged on it, or moved with the arrow keys in the fields below. */
function History({ history, from, to, onPick }) {
  const [drag, setDrag] = useState(null);
  const { counts } = history;
  const begin = +new Date(history.from);
  const span = counts.length * history.seconds * 1000;
  const most = Math.max(...counts, 1);
  const timeAt = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    return begin + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * span;
  };
  const move = (event) => { if (drag !== null) onPick(Math.min(drag, timeAt(event)), Math.max(drag, timeAt(event))); };
  const x = (time) => Math.min(1000, Math.max(0, ((time - begin) / span) * 1000));
  return html`<figure class="histogram pick"><svg viewBox="0 0 1000 80" preserveAspectRatio="none" role="img"
      aria-label="What was published from ${moment(begin)} to ${moment(begin + span)}; the fields below choose the window"
      onPointerDown=${(event) => { event.currentTarget.setPointerCapture(event.pointerId); setDrag(timeAt(event)); }}
      onPointerMove=${move} onPointerUp=${(event) => { move(event); setDrag(null); }}>
      ${from && to && html`<rect class="window" x=${x(from)} width=${Math.max(1, x(to) - x(from))} y="0" height="80" />`}
      ${counts.map((number, i) => number > 0 && html`<rect class="bar-of-time" x=${(i / counts.length) * 1000 + 1} width=${1000 / counts.length - 2}
        y=${80 - (number / most) * 76} height=${(number / most) * 76} />`)}</svg>
    <figcaption><span>${moment(begin)}</span><span>${count(counts.reduce((sum, one) => sum + one, 0))} published; drag a window</span>
      <span>${moment(begin + span)}</span></figcaption></figure>`;
}

function PlanTable({ plan }) {
  const unknown = (number) => (number === null ? 'unknown' : count(number));
  return html`<div class="scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">consumer</th><th scope="col">would hear</th>
    <th scope="col">handled then</th><th scope="col">would suppress</th><th scope="col">would repeat</th><th scope="col">failed then</th><th scope="col">never saw</th></tr></thead>
    <tbody>${plan.consumers.map((one) => html`<tr><th scope="row">${one.consumer.title}</th><td>${unknown(one.published)}</td><td>${count(one.handled)}</td>
      <td>${count(one.suppressed)}</td><td class=${one.forgotten ? 'bad-text' : ''}>${count(one.forgotten)}</td><td>${count(one.failed)}</td><td>${unknown(one.neverSaw)}</td></tr>`)}</tbody></table></div>
    <p class="small">${plan.events === null ? 'How many events is unknown.' : `${plural(plan.events, 'event')}: ${Object.entries(plan.published).map(([type, number]) => `${number} ${type}`).join(', ') || 'none'}.`}
      ${plan.dollars !== null && ` About $${plan.dollars.toFixed(4)} at list prices (${plan.pricesOf}), without the functions' time.`}</p>
    ${plan.warnings.map((warning) => html`<p class="warn-text small">${warning}</p>`)}`;
}

function Running({ state, cancelled, onCancel }) {
  const words = { Replaying: 'Replaying …', Waiting: 'Replayed; waiting for what consumers say …', Done: `Ended: ${state.ended}`, Failed: 'It ended before its end.' };
  return html`<section class="group" role="status"><header class="section-head"><h2>${words[state.step]}</h2>
      ${state.step === 'Replaying' && state.name && !cancelled && html`<button class="button" onClick=${onCancel}>Cancel it</button>`}</header>
    ${cancelled && html`<p class="hint">${cancelled}</p>`}
    <label class="bar-label">Replayed <progress max="100" value=${state.percent}></progress> ${state.percent} %</label>
    ${state.error && html`<p class="bad-text" role="alert">${state.error}</p>`}
    ${state.outcomes.length > 0 && html`<div class="scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">consumer</th><th scope="col">handled</th><th scope="col">suppressed</th>
      <th scope="col">failed</th><th scope="col">still in its queue</th><th scope="col">dead</th></tr></thead><tbody>${state.outcomes.map((one) => html`<tr>
      <th scope="row">${one.consumer.title}</th><td>${count(one.handled)}</td><td>${count(one.suppressed)}</td><td>${count(one.failed)}</td><td>${count(one.waiting)}</td><td>${count(one.dead)}</td></tr>`)}</tbody></table></div>`}
  </section>`;
}

export function ReplayView() {
  const { query } = at.value;
  const hours = Number(query.hours ?? 1);
  const [history, setHistory] = useState({});
  const [plan, setPlan] = useState({});
  const [state, setState] = useState(null);
  const [cancelled, setCancelled] = useState(null);
  const [asked, ask] = useState(false);
  const [typed, setTyped] = useState('');
  const [accept, setAccept] = useState(false);
  const gone = useRef(new AbortController());
  const load = () => { get(`published?hours=${hours}`).then((told) => setHistory({ told }), (problem) => setHistory({ problem })); };
  useEffect(load, [hours]);
  useEffect(() => () => gone.current.abort(), []);
  if (history.problem) return html`<${Problem} problem=${history.problem} retry=${load} />`;
  if (!history.told) return html`<${Loading} what="Asking what was published" />`;

  const from = query.from ? +new Date(query.from) : Date.now() - hours * 3_600_000;
  const to = query.to ? +new Date(query.to) : Date.now();
  const chosen = (query.consumers ?? '').split(',').filter(Boolean);
  const pick = (a, b) => { setPlan({}); look({ from: new Date(a).toISOString(), to: new Date(b).toISOString() }); };
  const toggle = (title) => {
    setPlan({});
    look({ consumers: (chosen.includes(title) ? chosen.filter((one) => one !== title) : [...chosen, title]).join(',') });
  };
  const work = async (event) => {
    event.preventDefault();
    setPlan({ busy: true });
    try {
      setPlan({ told: await post('replays/plan', { from: new Date(from).toISOString(), to: new Date(to).toISOString(), consumers: chosen, acceptRepeats: accept }) });
    } catch (failure) {
      setPlan({ problem: failure });
    }
  };
  const run = async (event) => {
    event.preventDefault();
    try {
      const began = await post('replays', { of: plan.told.id, confirm: typed || null });
      setState(began);
      setCancelled(null);
      ask(false);
      setPlan({});
      await stream(`replays/${began.id}`, setState, gone.current.signal);
    } catch (failure) {
      if (failure.name !== 'AbortError') { ask(false); setPlan({ problem: failure }); }
    }
  };
  const cancel = async () => {
    try {
      setCancelled((await post('replays/cancel', { of: state.id, confirm: typed || null })).text);
    } catch (failure) {
      setPlan({ problem: failure });
    }
  };
  const field = (name, value, onChange) => html`<label class="field">${name}
    <input type="datetime-local" step="1" value=${local(value)} onChange=${(event) => { if (event.currentTarget.value) onChange(+new Date(event.currentTarget.value)); }} /></label>`;
  return html`<div class="page">
    <div class="page-head"><h1>Replay</h1><label class="field-inline">Show <select value=${hours} onChange=${(event) => look({ hours: event.currentTarget.value })}>
      ${[[1, 'the last hour'], [6, '6 hours'], [24, 'a day'], [168, 'a week']].map(([value, word]) => html`<option value=${value}>${word}</option>`)}</select></label></div>
    ${!history.told.knowsPublished && html`<p class="hint">The account keeps no log of what is published, so nobody counts it; a window can be typed all the same.</p>`}
    <${History} history=${history.told} from=${from} to=${to} onPick=${pick} />
    <form class="replay-form" onSubmit=${work}>${field('From', from, (value) => pick(value, to))}${field('To', to, (value) => pick(from, value))}
      <fieldset class="choices"><legend>Who is to hear them${chosen.length === 0 ? ': everybody who hears now' : ''}</legend>
        ${!flow.value.data && html`<span class="muted">Asking who is there …</span>`}${(flow.value.data?.consumers ?? []).map(({ title }) => html`<label class="choice"><input type="checkbox" checked=${chosen.includes(title)} onChange=${() => toggle(title)} />${title}</label>`)}</fieldset>
      <label class="choice"><input type="checkbox" checked=${accept} onChange=${(event) => setAccept(event.currentTarget.checked)} />Let effects take place again that consumers have no record of any more</label>
      <p><button class="button primary" disabled=${plan.busy || !session.value?.mayAct} title=${session.value?.whyNot}>${plan.busy ? 'Working it out …' : 'What would it do?'}</button></p></form>
    ${plan.problem && html`<p class="bad-text" role="alert">${plan.problem.message}</p>`}
    ${plan.told && html`<section class="group"><header class="section-head"><h2>What it would do</h2>
      <button class="button primary" onClick=${() => ask(true)}>Replay them …</button></header><${PlanTable} plan=${plan.told.plan} /></section>`}
    ${state && html`<${Running} state=${state} cancelled=${cancelled} onCancel=${cancel} />`}
    ${asked && html`<${Dialog} title="Replay ${plan.told.plan.events === null ? 'them' : plural(plan.told.plan.events, 'event')}?" onClose=${() => ask(false)}><form onSubmit=${run}>
      <p>${moment(plan.told.plan.from)} to ${moment(plan.told.plan.to)}, to ${plural(plan.told.plan.consumers.length, 'consumer')} on ${plan.told.plan.bus}.</p>
      <${Confirm} value=${typed} onInput=${setTyped} /><footer><button class="button primary" disabled=${!isConfirmed(typed)}>Replay</button></footer></form><//>`}</div>`;
}
