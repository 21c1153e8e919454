using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;

namespace Waybill.Infra;

/// <summary>Makes one team's Lambda functions: one per consumer, all from the same build output, each with its own role and logs.</summary>
internal sealed class ConsumerFunctions(TeamStack stack, AssetCode code)
{
    public static readonly Duration Timeout = Duration.Seconds(20);

    private const int MemoryMegabytes = 512;

    private readonly Names _names = stack.Deployment.Names;
    private readonly TracingSettings _tracing = stack.Deployment.Tracing;

    public Function Add(string consumer, Dictionary<string, string> variables, params PolicyStatement[] permissions)
    {
        var logs = new LogGroup(stack, $"{consumer}Logs", new LogGroupProps
        {
            LogGroupName = $"/aws/lambda/{_names.Function(consumer)}",
            Retention = stack.Deployment.Settings.LogRetention,
            RemovalPolicy = stack.Deployment.Settings.RemovalPolicy,
        });
        var role = Role(consumer, logs, [.. permissions, .. _tracing.Permissions]);
        var function = new Function(stack, $"{consumer}Function", new FunctionProps
        {
            FunctionName = _names.Function(consumer),
            Description = $"{stack.Team}: {consumer}",
            Runtime = stack.Deployment.Runtime.OfLambda,
            Architecture = stack.Deployment.Runtime.Architecture,
            Code = code,
            Handler = stack.Deployment.Runtime.Handler(stack.Team),
            MemorySize = MemoryMegabytes,
            Timeout = Timeout,
            Environment = new Dictionary<string, string>(variables.Concat(_tracing.Variables)) { ["ANNOTATIONS_HANDLER"] = consumer },
            Tracing = _tracing.OfLambda,
            LogGroup = logs,
            LoggingFormat = LoggingFormat.JSON,
            Role = role,
        });
        _tracing.Attach(function, role);
        foreach (var part in new Construct[] { logs, role, function })
        {
            Tags.Of(part).Add("consumer", consumer);
        }

        return function;
    }

    private Role Role(string consumer, LogGroup logs, PolicyStatement[] permissions)
    {
        var role = new Role(stack, $"{consumer}Role", new RoleProps
        {
            RoleName = _names.Role(stack.Team, consumer),
            Description = $"What {consumer} may do",
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
        });
        role.AddToPolicy(Permissions.Allow([logs.LogGroupArn], "logs:CreateLogStream", "logs:PutLogEvents"));
        foreach (var permission in permissions)
        {
            role.AddToPolicy(permission);
        }

        return role;
    }
}
