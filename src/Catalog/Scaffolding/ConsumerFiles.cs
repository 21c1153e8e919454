namespace Waybill.Catalog.Scaffolding;

/// <summary>The text of each file, and the statement, that a new consumer needs.</summary>
internal static class ConsumerFiles
{
    public static string Handler(ConsumerDraft draft) => $$"""
        namespace Waybill.{{draft.Team}};

        /// <summary>Writes a line into the log, once for each event: the place for what {{draft.Team}} does about it.</summary>
        public sealed class {{draft.Name}}(ConsumerLog log) : IConsumer<{{draft.Record}}>
        {
            public Task ConsumeAsync(Event<{{draft.Record}}> @event, CancellationToken cancellationToken)
            {
                log.Information(nameof({{draft.Name}}), $"{@event.Type}{{Subject(draft)}}");
                return Task.CompletedTask;
            }
        }

        /// <summary>What this consumer reads of {{string.Join(" and ", draft.Events.Select(e => $"<c>{e.DetailType}</c>"))}}.</summary>
        public sealed record {{draft.Record}}({{string.Join(", ", draft.Fields.Select(field => $"{field.Type} {field.Property}"))}});

        public sealed partial class Functions
        {
            [LambdaFunction]
            public Task<SQSBatchResponse> {{draft.Name}}(
                [FromServices] Inbox<{{draft.Name}}, {{draft.Record}}> inbox, SQSEvent batch, ILambdaContext context) =>
                inbox.HandleAsync(batch, context, {{draft.Name}}Json.Default.{{draft.Record}});
        }

        [JsonSerializable(typeof({{draft.Record}}))]
        internal sealed partial class {{draft.Name}}Json : JsonSerializerContext;

        """;

    public static string Subscription(ConsumerDraft draft) => $"        Subscribe(\"{draft.Name}\", [{Types(draft)}]);";

    public static string Test(ConsumerDraft draft) => $$"""
        using Waybill.Tests.Support;

        namespace Waybill.{{draft.Team}}.Tests;

        public sealed class {{draft.Name}}Tests(Dynalite dynalite) : IClassFixture<Dynalite>
        {
            private static readonly string[] Types = [{{Types(draft)}}];

            [Fact]
            public async Task Consumes_every_example_once_however_often_it_is_delivered()
            {
                await using var surroundings = await Surroundings.StartAsync(dynalite);
                var team = surroundings.Team(Startup.Configure);
                var events = Types.SelectMany(Examples.Of).ToList();

                Assert.Empty(await surroundings.DeliverAsync<{{draft.Name}}>(team, [.. events, .. events]));

                Assert.Equal(events.Count, surroundings.Log.Split('\n').Count(IsItsLine));
            }

            /// <summary>What the handler says itself; what came of a message is said of each.</summary>
            private static bool IsItsLine(string line) =>
                line.Contains("\"level\":\"Information\"", StringComparison.Ordinal)
                && line.Contains("\"consumer\":\"{{draft.Name}}\"", StringComparison.Ordinal)
                && !line.Contains("\"outcome\":", StringComparison.Ordinal);
        }

        """;

    /// <summary>Log lines hold ids at most.</summary>
    private static string Subject(ConsumerDraft draft) =>
        draft.Fields.FirstOrDefault(field => field is { MayBeLogged: true, Type: "string" }) is { } id
            ? $" about {{@event.Data.{id.Property}}}"
            : " {@event.Id}";

    private static string Types(ConsumerDraft draft) => string.Join(", ", draft.Events.Select(e => $"\"{e.DetailType}\""));
}
