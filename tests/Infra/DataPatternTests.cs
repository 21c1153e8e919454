namespace Waybill.Infra;

/// <summary>A consumer that wants only some of the events of a type.</summary>
public sealed class DataPatternTests(SynthesizedStacks stacks)
{
    [Fact]
    public void Hears_only_the_events_whose_data_it_asks_for() => Assert.Equal(
        """{"data":{"belowReorderPoint":[true]}}""",
        stacks.StackOf("dev", "ReorderStock").Rule("ReorderStock").Properties["EventPattern"]!["detail"]!.ToJsonString());
}
