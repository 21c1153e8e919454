using System.Globalization;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Rebuilding;

/// <summary>Changes which tables a consumer writes, by its function's variables; it must be handed nothing meanwhile.</summary>
internal sealed class ProjectionSwitch(AwsAccount account, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A function takes seconds to be told (Lambda developer guide, "Lambda function states").</summary>
    private const int MostLooks = 120;

    /// <summary>The idle tables become the live ones, in a version that begins now; a rebuild is under way.</summary>
    public Task BeginAsync(Consumer consumer, DateTimeOffset from, CancellationToken cancellationToken) =>
        ChangeAsync(consumer, variables =>
        {
            Swap(consumer.Projection!, variables);
            variables[Projection.VersionVariable + Projection.Idle] = variables[Projection.VersionVariable];
            variables[Projection.VersionVariable] = Projection.VersionOf(time.GetUtcNow());
            variables[Projection.RebuiltFromVariable] = from.ToString("O", CultureInfo.InvariantCulture);
        }, cancellationToken);

    /// <summary>The rebuild is done; the version before is kept.</summary>
    public Task KeepAsync(Consumer consumer, CancellationToken cancellationToken) =>
        ChangeAsync(consumer, variables => variables.Remove(Projection.RebuiltFromVariable), cancellationToken);

    /// <summary>The version before is live again, and what the other one holds counts for nothing.</summary>
    public Task BackAsync(Consumer consumer, CancellationToken cancellationToken) => ChangeAsync(consumer, variables =>
    {
        Swap(consumer.Projection!, variables);
        variables[Projection.VersionVariable] = consumer.Projection!.IdleVersion!;
        variables.Remove(Projection.VersionVariable + Projection.Idle);
        variables.Remove(Projection.RebuiltFromVariable);
    }, cancellationToken);

    /// <summary>Nothing leads back to the version before any more.</summary>
    public Task ForgetAsync(Consumer consumer, CancellationToken cancellationToken) =>
        ChangeAsync(consumer, variables => variables.Remove(Projection.VersionVariable + Projection.Idle), cancellationToken);

    private static void Swap(Projection projection, Dictionary<string, string> variables)
    {
        foreach (var table in projection.Tables)
        {
            (variables[table.Variable], variables[table.Variable + Projection.Idle]) = (table.Idle, table.Live);
        }
    }

    /// <remarks>All variables are sent, since AWS puts those that are sent in the place of all; somebody else's change meanwhile is
    /// refused by the revision.</remarks>
    private async Task ChangeAsync(Consumer consumer, Action<Dictionary<string, string>> change, CancellationToken cancellationToken)
    {
        var named = new GetFunctionConfigurationRequest { FunctionName = consumer.Function };
        var before = await account.Lambda.GetFunctionConfigurationAsync(named, cancellationToken);
        var variables = before.Environment?.Variables ?? [];
        change(variables);
        await account.Lambda.UpdateFunctionConfigurationAsync(
            new UpdateFunctionConfigurationRequest
            {
                FunctionName = consumer.Function,
                Environment = new Amazon.Lambda.Model.Environment { Variables = variables },
                RevisionId = before.RevisionId,
            },
            cancellationToken);
        for (var look = 0; look < MostLooks; look++)
        {
            var now = await account.Lambda.GetFunctionConfigurationAsync(named, cancellationToken);
            if (now.LastUpdateStatus == LastUpdateStatus.Successful)
            {
                return;
            }

            if (now.LastUpdateStatus == LastUpdateStatus.Failed)
            {
                throw new OperationException(
                    $"The function {consumer.Function} could not be told of other tables; AWS says why with: "
                    + $"aws lambda get-function-configuration --function-name {consumer.Function}");
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }

        throw new OperationException(
            $"The function {consumer.Function} was told of other tables and has not taken it after {LookEvery * MostLooks}; "
            + $"look with: aws lambda get-function-configuration --function-name {consumer.Function}");
    }
}
