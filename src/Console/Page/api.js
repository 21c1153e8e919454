// Calls the console's API (docs/console-api.md). The key comes behind the # of the link that the command printed; it is kept for this
// address only and sent in a header, so no page from elsewhere can have it sent.
const place = 'waybill-key';

function takeKey() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given) {
    localStorage.setItem(place, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return localStorage.getItem(place);
}

const key = takeKey();

const headers = () => (key ? { 'X-Waybill-Key': key } : {});

export class Refused extends Error {
  constructor(message, status, denied) {
    super(message);
    this.status = status;
    this.denied = denied;
  }
}

async function send(path, init) {
  let response;
  try {
    response = await fetch(`/console/api/${path}`, init);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refused('The console does not answer: the command that serves it has ended, or is starting again.', 0, false);
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({ error: `It answered ${response.status}.`, denied: false }));
    throw new Refused(problem.error, response.status, problem.denied);
  }
  return response;
}

export const get = async (path, signal) => (await send(path, { headers: headers(), signal })).json();

export const post = async (path, body) => (await send(path, {
  method: 'POST',
  headers: { ...headers(), 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})).json();

/** Reads a stream of server-sent events to its end. (EventSource cannot send the key.) */
export async function stream(path, onData, signal) {
  const response = await send(path, { headers: headers(), signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const frames = (rest + value).split('\n\n');
    rest = frames.pop();
    for (const frame of frames) onData(JSON.parse(frame.slice('data: '.length)));
  }
}
