// An example of the catalog, changed as somebody types, held against the catalog at each stop, put on the bus and followed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../api.js';
import { AskedAct } from '../acts.js';
import { useAnswer } from '../asked.js';
import { Answers } from '../deliveries.js';
import { Dialog, Empty, html, Loading, Pill, Problem } from '../parts.js';
import { address, at, go, look } from '../router.js';
import { session } from '../store.js';
import { plural } from '../words.js';

/** How long nobody types before what is there is checked. */
const pause = 400;

function useCheck(type, text) {
  const [checked, setChecked] = useState(null);
  const last = useRef(0);
  useEffect(() => {
    if (text === null) return undefined;
    const mine = ++last.current;
    setChecked((before) => before && { ...before, isOld: true });
    const timer = setTimeout(() => post('events/check', { type, text }).then(
      (answer) => { if (mine === last.current) setChecked({ answer }); },
      (problem) => { if (mine === last.current) setChecked({ problem }); }), pause);
    return () => clearTimeout(timer);
  }, [type, text]);
  return checked;
}

function Verdict({ checked }) {
  if (!checked) return html`<p role="status"><${Pill} kind="unknown">checking …<//></p>`;
  if (checked.problem) return html`<p class="bad-text" role="alert">${checked.problem.message}</p>`;
  const { problems, bus, rules } = checked.answer;
  const takers = rules.filter((rule) => rule.matches && rule.consumers.length > 0);
  return html`<div class=${checked.isOld ? 'old' : ''}><div role="status">${problems.length === 0
    ? html`<p><${Pill} kind="good">as the catalog says<//></p>` : html`<p><${Pill} kind="bad">${plural(problems.length, 'problem')}<//></p>
      <ul class="problems">${problems.slice(0, 20).map((one) => html`<li><span class="mono">${one.place || '/'}</span> ${one.message}
        ${one.allowed && html`<div class="small">allowed: ${one.allowed}</div>`}</li>`)}</ul>`}</div>
    ${bus && html`<h3>On ${bus}</h3><p>${takers.length ? `It would go to ${[...new Set(takers.flatMap((rule) => rule.consumers))].join(', ')}.`
      : html`<${Pill} kind="warn">nobody would hear it<//>`}</p><${Answers} rules=${rules.filter((rule) => rule.consumers.length > 0)} isWhole=${true} />`}</div>`;
}

function PublishDialog({ type, text, bus, onClose }) {
  const publish = async (confirm) => {
    const { id } = await post('events/publish', { type, text, confirm });
    go('trace', id, { follow: 1 });
  };
  return html`<${AskedAct} title="Publish this ${type}?" word="Publish" doing="Publishing …" act=${publish} onClose=${onClose}>
    It is put on the bus ${bus}, and whoever hears such events acts on it as on any other. It cannot be taken back.<//>`;
}

function Editor({ type, example }) {
  const { answer, problem, load } = useAnswer(`drafts/${encodeURIComponent(type)}?example=${encodeURIComponent(example ?? '')}`);
  const [text, setText] = useState(null);
  const [asked, ask] = useState(false);
  useEffect(() => { setText(answer?.text ?? null); }, [answer]);
  const checked = useCheck(type, text);
  if (problem) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!answer || text === null) return html`<${Loading} what="Making an event of the example" />`;
  const isGood = checked?.answer && !checked.isOld && checked.answer.problems.length === 0;
  return html`<div class="split publish"><section class="group" aria-label="The event"><label class="field"><span class="small">Its envelope: id and time are new</span>
      <textarea class="code" spellcheck="false" autocomplete="off" rows="26" value=${text} onInput=${(event) => setText(event.currentTarget.value)}></textarea></label>
      <p class="actions"><button class="button primary" disabled=${!isGood} onClick=${() => ask(true)}>Publish …</button>
        <button class="button" onClick=${load}>Begin again</button></p></section>
    <section class="group" aria-label="What would come of it"><h2>What would come of it</h2><${Verdict} checked=${checked} /></section></div>
    ${asked && html`<${PublishDialog} type=${type} text=${text} bus=${checked.answer.bus} onClose=${() => ask(false)} />`}`;
}

function Choice({ type, example }) {
  const { answer, problem, load } = useAnswer('catalog');
  const sheet = useAnswer(type ? `catalog/events/${encodeURIComponent(type)}` : 'catalog');
  if (problem) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!answer) return null;
  const examples = type ? sheet.answer?.examples ?? [] : [];
  return html`<label class="field-inline">Event <select value=${type ?? ''} onChange=${(event) => go('publish', event.currentTarget.value || null, {})}>
      <option value="">choose one</option>${answer.events.map((event) => html`<option value=${event.type}>${event.type}</option>`)}</select></label>
    ${examples.length > 0 && html`<label class="field-inline">Example <select value=${example ?? examples[0].name}
      onChange=${(event) => look({ example: event.currentTarget.value })}>${examples.map((one) => html`<option value=${one.name}>${one.name}</option>`)}</select></label>`}`;
}

export function PublishView() {
  const here = session.value;
  if (!here) return html`<${Loading} what="Asking what may be done here" />`;
  if (!here.mayPublish) {
    return html`<${Problem} problem=${{ denied: true, message: here.whyNot ?? `Events are published from here on a laptop and in dev only; this is ${here.environment}.` }} />`;
  }
  const { id, query } = at.value;
  return html`<div class="page"><div class="page-head"><h1>Publish</h1><${Choice} key=${id} type=${id} example=${query.example} />
      ${id && html`<a href=${address('catalog', id)}>what the catalog says</a>`}</div>
    ${id ? html`<${Editor} key=${`${id} ${query.example ?? ''}`} type=${id} example=${query.example} />`
      : html`<${Empty} title="An example of the catalog">Choose an event: one of its examples is changed as you like, checked while you type, put on the bus, and followed.<//>`}</div>`;
}
