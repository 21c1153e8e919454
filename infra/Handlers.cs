using Waybill.Catalog.Consumers;

namespace Waybill.Infra;

/// <summary>Sees to it that no part of a handler is missing: class, entry line, and the statement in its team's stack.</summary>
internal sealed class Handlers(ConsumerSources functions)
{
    private readonly HashSet<(string Team, string Consumer)> _subscribed = [];

    /// <exception cref="ConfigurationException">The consumer cannot be started as what its team's stack calls it.</exception>
    public ConsumerReading Subscribe(string team, string consumer)
    {
        var handler = functions.Readings.FirstOrDefault(one => one.Team == team && one.Consumer == consumer)
            ?? throw new ConfigurationException(
                $"{team}Stack.cs subscribes {consumer}, and there is no class {consumer} : IConsumer<…> in functions/{team}; "
                + $"there are {string.Join(", ", functions.Readings.Where(one => one.Team == team).Select(one => one.Consumer))}.");
        var entry = functions.EntryLines.FirstOrDefault(one => one.Team == team && one.Function == consumer)
            ?? throw new ConfigurationException(
                $"{handler.File}:{handler.Line} {consumer} has no entry line, so Lambda cannot start it. Add to its file: "
                + $"public sealed partial class Functions with [LambdaFunction] public Task<SQSBatchResponse> {consumer}"
                + $"([FromServices] Inbox<{consumer}, {handler.Record}> inbox, …).");
        if (entry.Consumer != consumer)
        {
            throw new ConfigurationException(
                $"{entry.File}:{entry.Line} the entry line {consumer} has the inbox of {entry.Consumer}; it must be Inbox<{consumer}, …>.");
        }

        if (!_subscribed.Add((team, consumer)))
        {
            throw new ConfigurationException($"{team}Stack.cs subscribes {consumer} twice; one statement says all that it hears.");
        }

        return handler;
    }

    /// <exception cref="ConfigurationException">There is a consumer that hears nothing.</exception>
    public void RequireAllSubscribed()
    {
        if (functions.Readings.FirstOrDefault(one => !_subscribed.Contains((one.Team, one.Consumer))) is { } deaf)
        {
            throw new ConfigurationException(
                $"{deaf.File}:{deaf.Line} {deaf.Consumer} hears nothing; say what it hears in infra/teams/{deaf.Team}Stack.cs.");
        }
    }
}
