using Waybill.Catalog.Consumers;

namespace Waybill.Infra;

/// <summary>A handler is its class, its entry line and its statement in the stack; whichever is missing stops the synthesis.</summary>
public sealed class HandlersTests : IDisposable
{
    private const string Class = "public sealed class LightLamp : IConsumer<DuskFell>;\npublic sealed record DuskFell(string Where);\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-handlers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_handler_with_all_its_parts_is_taken()
    {
        var handlers = Handlers(Class + EntryLine("LightLamp", "LightLamp"));

        handlers.Subscribe("Lamps", "LightLamp");
        handlers.RequireAllSubscribed();
    }

    [Theory]
    [InlineData("", "LampsStack.cs subscribes LightLamp, and there is no class LightLamp : IConsumer<…> in functions/Lamps")]
    [InlineData(Class, "functions/Lamps/LightLamp.cs:2 LightLamp has no entry line")]
    [InlineData(Class + "public sealed partial class Functions { public void LightLamp(Inbox<LightLamp, DuskFell> inbox) { } }",
        "functions/Lamps/LightLamp.cs:2 LightLamp has no entry line")]
    public void A_subscription_of_half_a_handler_is_refused(string source, string says) =>
        Assert.StartsWith(says, Refused(() => Handlers(source).Subscribe("Lamps", "LightLamp")), StringComparison.Ordinal);

    [Fact]
    public void An_entry_line_that_was_copied_and_not_changed_is_refused() => Assert.StartsWith(
        "functions/Lamps/LightLamp.cs:5 the entry line LightLamp has the inbox of DouseLamp; it must be Inbox<LightLamp, …>",
        Refused(() => Handlers(Class + EntryLine("LightLamp", "DouseLamp")).Subscribe("Lamps", "LightLamp")),
        StringComparison.Ordinal);

    [Fact]
    public void A_consumer_that_hears_nothing_is_refused() => Assert.Equal(
        "functions/Lamps/LightLamp.cs:2 LightLamp hears nothing; say what it hears in infra/teams/LampsStack.cs.",
        Refused(Handlers(Class + EntryLine("LightLamp", "LightLamp")).RequireAllSubscribed));

    [Fact]
    public void A_consumer_is_subscribed_once()
    {
        var handlers = Handlers(Class + EntryLine("LightLamp", "LightLamp"));
        handlers.Subscribe("Lamps", "LightLamp");

        Assert.Contains("twice", Refused(() => handlers.Subscribe("Lamps", "LightLamp")), StringComparison.Ordinal);
    }

    private static string EntryLine(string function, string consumer) => $$"""
        public sealed partial class Functions
        {
            [LambdaFunction]
            public Task {{function}}([FromServices] Inbox<{{consumer}}, DuskFell> inbox) => inbox.HandleAsync();
        }
        """;

    private static string Refused(Action synthesis) => Assert.Throws<ConfigurationException>(synthesis).Message;

    private Handlers Handlers(string source)
    {
        var team = _folder.CreateSubdirectory("Lamps");
        File.WriteAllText(Path.Combine(team.FullName, "LightLamp.cs"), source);
        return new Handlers(ConsumerSources.Read(_folder.FullName, "functions"));
    }
}
