// Prints what cdk-nag's AwsSolutions finds in the template files named on standard input, one path a line,
// as JSON: [{file, rule, resource}].
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

const app = new App();
for (const file of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const stack = new Stack(app, basename(file, '.template.json'), { synthesizer });
  new CfnInclude(stack, 'Template', { templateFile: file });
}
const findings = new AwsSolutionsChecks(app).validateScope(app).violations.flatMap(violation =>
  violation.violatingResources.map(({ constructPath }) => {
    const [stack, , resource] = constructPath.split('/');
    return { file: `${stack}.template.json`, rule: violation.ruleName, resource };
  }));
process.stdout.write(JSON.stringify(findings));
