namespace Waybill.Catalog.Scaffolding;

/// <summary>The text of each file, and each piece of one, that a new consumer needs.</summary>
internal static class ConsumerFiles
{
    public static string Handler(ConsumerDraft draft) => $$"""
        using Waybill.Eventing;
        using Waybill.Eventing.Consuming;

        namespace Waybill.{{draft.Team}};

        /// <summary>Writes a line into the log, once for each event, however often it is delivered: the place for what {{draft.Team}} does about it.</summary>
        public sealed class {{draft.Name}}(ConsumerLog log) : IConsumer<{{draft.Record}}>
        {
            public Task ConsumeAsync(Event<{{draft.Record}}> @event, CancellationToken cancellationToken)
            {
                log.Information(nameof({{draft.Name}}), $"{@event.Type}{{Subject(draft)}}");
                return Task.CompletedTask;
            }
        }

        /// <summary>What this consumer reads of {{draft.Types}}; it ignores the rest.</summary>
        public sealed record {{draft.Record}}({{string.Join(", ", draft.Fields.Select(field => $"{field.Type} {field.Property}"))}});

        """;

    /// <summary>Log lines hold ids at most.</summary>
    private static string Subject(ConsumerDraft draft) =>
        draft.Fields.FirstOrDefault(field => field is { MayBeLogged: true, Type: "string" }) is { } id ? $" about {{@event.Data.{id.Property}}}" : " {@event.Id}";

    public static string Serializable(ConsumerDraft draft) => $"[JsonSerializable(typeof({draft.Record}))]";

    public static string Registration(ConsumerDraft draft) => $".AddConsumer<{draft.Name}, {draft.Record}>({draft.Team}Json.Default.{draft.Record})";

    public static string Function(ConsumerDraft draft) => $"""
            [LambdaFunction]
            public Task<SQSBatchResponse> {draft.Name}(
                [FromServices] Inbox<{draft.Name}, {draft.Record}> inbox, SQSEvent batch, ILambdaContext context) =>
                inbox.HandleAsync(batch, context);
        """;

    public static string Subscription(ConsumerDraft draft) => $$"""
                _ = new Subscription(this, "{{draft.Name}}", new SubscriptionProps
                {
                    Events = [{{string.Join(", ", draft.Events.Select(e => $"Events.{e.Id}V{e.Version.Major}"))}}],
                    Function = Consumer("{{draft.Name}}"),
                });
        """;

    public static string Expected(ConsumerDraft draft) =>
        $$"""  { "consumer": "{{draft.Name}}", "team": "{{draft.Team}}", "sources": [{{Quoted(draft.Events.Select(e => e.Source).Distinct(StringComparer.Ordinal))}}], "types": [{{Quoted(draft.Events.Select(e => e.DetailType))}}], "may": [] }""";

    public static string Reader(ConsumerDraft draft) =>
        $"[nameof({draft.Team}.{draft.Name})] = (Reader.Of({draft.Team}Json.Default.{draft.Record}), [{Quoted(draft.Events.Select(e => e.DetailType))}])";

    public static string Test(ConsumerDraft draft) => $$"""
        using Waybill.Tests.Support;

        namespace Waybill.{{draft.Team}}.Tests;

        public sealed class {{draft.Name}}Tests(Dynalite dynalite) : IClassFixture<Dynalite>
        {
            private static readonly string[] Types = [{{Quoted(draft.Events.Select(e => e.DetailType))}}];

            [Fact]
            public async Task Consumes_every_example_once_however_often_it_is_delivered()
            {
                await using var shop = await Surroundings.StartAsync(dynalite);
                var team = shop.Team("shop.{{draft.Team.ToLowerInvariant()}}", Startup.Configure);
                var events = Types.SelectMany(Examples.Of).ToList();

                Assert.Empty(await shop.DeliverAsync<{{draft.Name}}, {{draft.Record}}>(team, [.. events, .. events]));

                Assert.Equal(events.Count, shop.Log.Split('\n').Count(IsItsLine));
            }

            private static bool IsItsLine(string line) =>
                line.Contains("\"level\":\"Information\"", StringComparison.Ordinal) && line.Contains("\"consumer\":\"{{draft.Name}}\"", StringComparison.Ordinal);
        }

        """;

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"\"{text}\""));
}
