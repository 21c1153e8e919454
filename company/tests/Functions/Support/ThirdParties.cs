using Microsoft.Extensions.DependencyInjection;

namespace Waybill.Tests.Support;

/// <summary>What the teams call beside the bus, over HTTP, with what a test gives it. There is none yet.</summary>
public sealed class ThirdParties : IAsyncDisposable
{
    /// <param name="handler">What a client of theirs goes through, so that a test can cut the wire.</param>
    public static Task<ThirdParties> StartAsync(DelegatingHandler handler) => Task.FromResult(new ThirdParties());

    /// <summary>What the teams are told of them (addresses, say), and the tables of the teams' own.</summary>
    /// <param name="dynalite">Makes tables: <c>["VISITS_TABLE"] = await dynalite.CreateTableAsync("visitId")</c>.</param>
    public Task<IReadOnlyDictionary<string, string>> SettingsAsync(Dynalite dynalite) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>The clients that teams reach them by, in place of those of their <c>Startup</c>.</summary>
    public void AddTo(IServiceCollection services)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
