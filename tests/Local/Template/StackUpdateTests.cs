using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Template.Applying;
using Waybill.Local.Tests.Bus;
using Waybill.Local.Tests.Metrics;

namespace Waybill.Local.Tests.Template;

/// <summary>A template applied to an account that is there already.</summary>
public sealed class StackUpdateTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Makes_what_is_new_and_leaves_alone_what_has_not_changed()
    {
        await using var bus = new TestBus(Empty());

        Assert.All(await ApplyAsync(bus, Declared()), result => Assert.Equal(StackAction.Created, result.Action));
        Assert.All(await ApplyAsync(bus, Declared()), result => Assert.Equal(StackAction.Unchanged, result.Action));
    }

    [Fact]
    public async Task Changes_in_place_and_keeps_the_messages()
    {
        await using var bus = new TestBus(Empty());
        await ApplyAsync(bus, Declared());
        await bus.SendAsync("confirmations", "kept");

        var results = await ApplyAsync(bus, Declared(queue => queue with { VisibilityTimeout = TimeSpan.FromSeconds(7) }));

        Assert.Equal(["Queue"], results.Where(result => result.Action == StackAction.Updated).Select(result => result.LogicalId));
        Assert.Equal(TimeSpan.FromSeconds(7), bus.Queue("confirmations").Definition.VisibilityTimeout);
        Assert.Equal("kept", Assert.Single(await bus.ReceiveAsync("confirmations")).Body);
    }

    [Fact]
    public async Task Does_not_undo_what_a_call_made_of_a_resource_that_the_template_left_as_it_was()
    {
        await using var bus = new TestBus(Empty());
        await ApplyAsync(bus, Declared());
        await bus.Account.ChangeAsync(
            change => change.Put(bus.Queue("confirmations").Definition with { Delay = TimeSpan.FromSeconds(3) }), Cancelled);

        await ApplyAsync(bus, Declared());

        Assert.Equal(TimeSpan.FromSeconds(3), bus.Queue("confirmations").Definition.Delay);
    }

    [Fact]
    public async Task Refuses_to_replace_a_queue_that_holds_messages_and_changes_nothing_at_all()
    {
        await using var bus = new TestBus(Empty());
        await ApplyAsync(bus, Declared());
        await bus.SendAsync("confirmations", "kept");
        var renamed = Declared(queue => TestCloud.Queue("renamed")).Append(Declare("New", TestCloud.Queue("another"))).ToList();

        var refused = await Assert.ThrowsAsync<StackUpdateException>(() => ApplyAsync(bus, renamed));

        Assert.Contains($"{TestCloud.QueueArn("confirmations")} holds 1 message", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-replacement", refused.Message, StringComparison.Ordinal);
        Assert.Null(bus.Queues.Find(TestCloud.QueueArn("another")));
        Assert.Equal(1, bus.Queue("confirmations").Depth().Visible);

        await ApplyAsync(bus, renamed, allowReplacement: true);

        Assert.Null(bus.Queues.Find(TestCloud.QueueArn("confirmations")));
        Assert.Equal(0, bus.Queue("renamed").Depth().Visible);
    }

    [Fact]
    public async Task Deletes_what_the_template_no_longer_has_unless_it_said_to_retain_it()
    {
        await using var bus = new TestBus(Empty());
        await ApplyAsync(bus, [.. Declared(), Declare("Kept", TestCloud.Queue("kept")) with { Retain = true }]);

        var results = await ApplyAsync(bus, Declared().Where(declaration => declaration.LogicalId != "Rule").ToList());

        Assert.Equal(StackAction.Deleted, results.Single(result => result.LogicalId == "Rule").Action);
        Assert.Equal(StackAction.Retained, results.Single(result => result.LogicalId == "Kept").Action);
        Assert.DoesNotContain(bus.Account.Now.All<Rule>(), rule => rule.ManagedBy is null);
        Assert.NotNull(bus.Queues.Find(TestCloud.QueueArn("kept")));
        await bus.PublishAsync(TestBus.Event());
        Assert.Equal(0, bus.Queue("confirmations").Depth().Visible);
    }

    [Fact]
    public async Task Names_whoever_has_a_name_already()
    {
        await using var bus = new TestBus(Empty());
        await bus.Account.ChangeAsync(change => change.Put(TestCloud.Queue("confirmations")), Cancelled);

        var refused = await Assert.ThrowsAsync<StackUpdateException>(() => ApplyAsync(bus, Declared()));
        Assert.Contains("already exists, made by a call outside the template", refused.Message, StringComparison.Ordinal);

        await bus.Account.ChangeAsync(change => change.Remove(TestCloud.Queue("confirmations")), Cancelled);
        await ApplyAsync(bus, Declared());
        refused = await Assert.ThrowsAsync<StackUpdateException>(
            () => ApplyAsync(bus, [.. Declared(), Declare("Second", TestCloud.Queue("confirmations"))]));
        Assert.Contains("already exists in stack Shop, as Queue", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Names_an_alarm_whose_name_a_call_took_for_one_of_either_kind(bool isComposite)
    {
        await using var bus = new TestBus(Empty());
        var alarm = TestAlarms.Watched;
        AlarmDefinition taken = isComposite ? new CompositeAlarm { Name = alarm.Name, Arn = alarm.Arn, Rule = "TRUE" } : alarm;
        await bus.Account.ChangeAsync(change => AlarmOperations.Put(change, taken), Cancelled);

        var refused = await Assert.ThrowsAsync<StackUpdateException>(() => ApplyAsync(bus, [Declare("Alarm", alarm)]));
        Assert.Contains($"{alarm.Arn} already exists, made by a call outside the template", refused.Message, StringComparison.Ordinal);

        await bus.Account.ChangeAsync(change => AlarmOperations.Delete(change, [taken]), Cancelled);
        Assert.Equal(StackAction.Created, Assert.Single(await ApplyAsync(bus, [Declare("Alarm", alarm)])).Action);
    }

    [Fact]
    public async Task Does_not_delete_an_alarm_that_a_composite_alarm_made_by_a_call_depends_on()
    {
        await using var bus = new TestBus(Empty());
        await ApplyAsync(bus, [Declare("Alarm", TestAlarms.Watched)]);
        var composite = new CompositeAlarm
        {
            Name = "any",
            Arn = TestAlarms.Watched.Arn.Replace("dead-letters", "any", StringComparison.Ordinal),
            Rule = "ALARM(dead-letters)",
        };
        await bus.Account.ChangeAsync(change => AlarmOperations.Put(change, composite), Cancelled);

        var refused = await Assert.ThrowsAsync<StackUpdateException>(() => ApplyAsync(bus, []));

        Assert.Contains("composite alarm(s) depending on it, such as any", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_alone_what_calls_made_beside_the_template()
    {
        await using var bus = new TestBus(Empty());
        await bus.Account.ChangeAsync(change => change.Put(TestCloud.Queue("mine")), Cancelled);

        await ApplyAsync(bus, Declared());
        await ApplyAsync(bus, []);

        Assert.Equal(["mine"], bus.Account.Now.All<Queue>().Select(queue => queue.Name));
    }

    [Fact]
    public async Task Is_there_after_a_restart_and_then_unchanged()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-stack-").FullName;
        await using (var bus = new TestBus(Empty(), folder: folder))
        {
            await ApplyAsync(bus, Declared());
            await bus.PublishAsync(TestBus.Event());
        }

        await using (var bus = new TestBus(Empty(), folder: folder))
        {
            Assert.All(await ApplyAsync(bus, Declared()), result => Assert.Equal(StackAction.Unchanged, result.Action));
            await bus.PublishAsync(TestBus.Event());
            Assert.Equal(2, bus.Queue("confirmations").Depth().Visible);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static CloudModel Empty() =>
        TestCloud.Model(rules: [], queues: [], archives: []) with { Buses = [], Functions = [], Roles = [] };

    private static List<Declaration> Declared(Func<Queue, Queue>? change = null) =>
    [
        Declare("Bus", new EventBus(TestCloud.BusName, TestCloud.BusArn, [])),
        Declare("Queue", (change ?? (queue => queue))(TestCloud.Queue("confirmations"))),
        Declare("Rule", TestCloud.RuleTo("mail", "confirmations", deadLetters: null)),
        Declare("Archive", new Archive("all", TestCloud.Arn("events", "archive/all"), TestCloud.BusName, null, null)),
    ];

    private static Declaration Declare(string logicalId, IResource resource) => new(resource, "Shop", logicalId, Retain: false);

    private static Task<IReadOnlyList<StackResult>> ApplyAsync(
        TestBus bus, IReadOnlyList<Declaration> declarations, bool allowReplacement = false)
    {
        var holdings = new Waybill.Local.Bus.Holdings(bus.Queues, bus.Store);
        return bus.Account.ChangeAsync(
            change => StackUpdate.Apply(change, declarations, holdings.Of, allowReplacement), Cancelled);
    }
}
