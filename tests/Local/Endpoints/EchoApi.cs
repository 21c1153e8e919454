using System.Collections.Frozen;
using System.Text.Json;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>An API whose operations answer with the members they were given, to look at what a protocol makes of them.</summary>
internal sealed class EchoApi : AwsApi
{
    public EchoApi(params string[] operations) => Operations = operations.ToFrozenDictionary(
        operation => operation, _ => (AwsOperation)AnswerAsync, StringComparer.Ordinal);

    public override string Name => "Echo";
    public override string? TargetPrefix => Target;
    public override QueryService? Query => QueryService;
    public override ShapeTable Shapes => Table;
    public override IReadOnlyList<RestRoute> Routes => RestRoutes;
    public override FrozenDictionary<string, AwsOperation> Operations { get; }

    public string? Target { get; init; }
    public QueryService? QueryService { get; init; }
    public ShapeTable Table { get; init; } = ShapeTable.Empty;
    public IReadOnlyList<RestRoute> RestRoutes { get; init; } = [];

    /// <summary>What is answered in place of what was given.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>The last call, its body as text.</summary>
    public (AwsCall Call, string Body)? Last { get; private set; }

    private Task AnswerAsync(AwsCall call, Utf8JsonWriter json)
    {
        Last = (call, call.Body.GetRawText());
        foreach (var member in (Answer ?? call.Body).EnumerateObject())
        {
            member.WriteTo(json);
        }

        return Task.CompletedTask;
    }
}
