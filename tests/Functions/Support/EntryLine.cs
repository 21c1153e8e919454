using System.Reflection;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Eventing.Consuming;

namespace Waybill.Tests.Support;

/// <summary>A consumer's <c>[LambdaFunction]</c>, found in the teams' assemblies: tests go through it as Lambda does.</summary>
public sealed record EntryLine(string Team, MethodInfo Method)
{
    /// <summary>Those of every folder of <c>functions/</c>.</summary>
    public static IReadOnlyList<EntryLine> All { get; } =
    [
        .. from assembly in Teams
           from method in assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
           where method.GetCustomAttribute<LambdaFunctionAttribute>() is not null
           select new EntryLine(assembly.GetName().Name!, method),
    ];

    public static IReadOnlyList<Assembly> Teams => field ??=
    [
        .. Directory.EnumerateFiles(Checkout.File("functions"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Assembly.Load(Path.GetFileNameWithoutExtension(project))),
    ];

    public string Consumer => Method.Name;

    /// <summary>What the consumer reads of its events.</summary>
    public Type Record => Inbox.GetGenericArguments()[1];

    private Type Inbox => Method.GetParameters().Select(parameter => parameter.ParameterType)
        .Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Inbox<,>));

    public static EntryLine Of(Type consumer) =>
        All.Single(one => one.Method.DeclaringType!.Assembly == consumer.Assembly && one.Consumer == consumer.Name);

    /// <param name="team">The services of the team, as its <c>Startup</c> makes them.</param>
    /// <param name="batch">What the queue hands over.</param>
    /// <param name="context">The invocation.</param>
    public Task<SQSBatchResponse> HandleAsync(IServiceProvider team, SQSEvent batch, ILambdaContext context) =>
        (Task<SQSBatchResponse>)Method.Invoke(
            Activator.CreateInstance(Method.DeclaringType!), [team.GetRequiredService(Inbox), batch, context])!;
}
