using System.Collections.Concurrent;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Waybill.Local.Account;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Tests.Bus;
using static Waybill.Local.Tests.Endpoints.TestTopic;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>HTTP endpoints of topics: asked before they get anything, and tried again when they fail.</summary>
public sealed class SnsEndpointTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_endpoint_is_asked_first_and_gets_what_is_published_once_it_has_confirmed()
    {
        var requests = new ConcurrentQueue<(string Kind, string? Raw, string Body)>();
        await using var server = await ServeAsync(requests, _ => 200);
        await using var laptop = await StartAsync();
        await using var deliverer = Deliverer(laptop, laptop.Bus.Time);

        var arn = await SubscribeAsync(laptop, "http", server.Urls.Single());
        await PublishAsync(laptop, "too early");
        await UntilAsync(() => requests.Count == 1);
        var asked = JsonElement.Parse(requests.First().Body);
        var confirmed = await laptop.Http.GetStringAsync(new Uri(Text(asked, "SubscribeURL")!).PathAndQuery, Cancelled);
        await PublishAsync(laptop, "hello");
        await UntilAsync(() => requests.Count == 2);

        Assert.Equal("pending confirmation", arn);
        Assert.Equal(("SubscriptionConfirmation", TopicArn), (Text(asked, "Type"), Text(asked, "TopicArn")));
        Assert.StartsWith(TopicArn + ":", Value(XElement.Parse(confirmed), "SubscriptionArn"), StringComparison.Ordinal);
        var (kind, raw, body) = requests.Last();
        Assert.Equal(("Notification", null, "hello"), (kind, raw, Text(JsonElement.Parse(body), "Message")));
    }

    [Fact]
    public async Task An_endpoint_that_fails_is_tried_four_times_and_then_the_message_is_a_dead_letter()
    {
        var requests = new ConcurrentQueue<(string Kind, string? Raw, string Body)>();
        await using var server = await ServeAsync(requests, _ => 503);
        var time = new ManualTime();
        await using var laptop = await StartAsync(time: time);
        await PutAsync(laptop, new TopicSubscription($"{TopicArn}:1", TopicArn, "http", server.Urls.Single())
        {
            IsRaw = true,
            DeadLetterArn = DeadLetterArn,
        });
        await using var deliverer = Deliverer(laptop, time);

        await PublishAsync(laptop, "hello");
        await AdvanceUntilAsync(time, () => laptop.Bus.Queue("confirmations-dlq").Depth().Visible == 1);

        Assert.Equal(4, requests.Count);
        Assert.All(requests, request => Assert.Equal(("Notification", "true", "hello"), request));
        Assert.Equal("hello", Assert.Single(await laptop.Bus.ReceiveAsync("confirmations-dlq")).Body);
    }

    private static Deliverers Deliverer(TestEndpoints laptop, TimeProvider time)
    {
        var bus = laptop.Bus;
        var target = new TopicEndpointTarget(bus.Account, bus.Topics, new AllowedHosts([]), time);
        var deliverer = new Deliverer(bus.Store, bus.Queues, _ => Attempts.Each(target.AttemptAsync), time, NullLogger<Deliverer>.Instance);
        bus.Router.Promised += deliverer.Wake;
        bus.Account.Follow(_ => deliverer.Wake());
        return new Deliverers(deliverer, target);
    }

    private static async Task<WebApplication> ServeAsync(
        ConcurrentQueue<(string Kind, string? Raw, string Body)> requests, Func<int, int> status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            requests.Enqueue((
                headers["x-amz-sns-message-type"].ToString(), headers["x-amz-sns-rawdelivery"].FirstOrDefault(),
                await reader.ReadToEndAsync(context.RequestAborted)));
            context.Response.StatusCode = status(requests.Count);
        });
        await app.StartAsync(Cancelled);
        return app;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(10, Cancelled);
        }
    }

    private static async Task AdvanceUntilAsync(ManualTime time, Func<bool> holds)
    {
        while (!holds())
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(10, Cancelled);
        }
    }

    private sealed class Deliverers(Deliverer deliverer, TopicEndpointTarget target) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await deliverer.DisposeAsync();
            target.Dispose();
        }
    }
}
