// What a view asks for once, when it is opened, and again when somebody wants it.
import { useEffect, useState } from 'preact/hooks';
import { get } from './api.js';

export function useAnswer(path) {
  const [state, setState] = useState({ answer: null, problem: null });
  const load = () => {
    const gone = new AbortController();
    setState({ answer: null, problem: null });
    get(path, gone.signal).then(
      (answer) => setState({ answer, problem: null }),
      (problem) => { if (problem.name !== 'AbortError') setState({ answer: null, problem }); });
    return () => gone.abort();
  };
  useEffect(load, [path]);
  return { ...state, load, put: (answer) => setState({ answer, problem: null }) };
}
