using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class RequestBodiesTests
{
    private const int Limit = 200_000;
    private const int Budget = 1_000_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bodies_that_are_half_sent_hold_no_more_than_the_budget_and_give_it_back()
    {
        var bodies = new RequestBodies(Budget);
        var address = new Uri($"http://127.0.0.1:{WebServer.FreePort()}");
        await using var server = await WebServer.StartAsync(
            address, _ => { }, app => app.MapPost("/", async context => _ = await bodies.ReadAsync(context, Limit)), Cancelled);
        using var http = new HttpClient();
        var connections = new List<TcpClient>();
        for (var sent = 0; sent < 30; sent++)
        {
            connections.Add(await SendHalfAsync(address));
            Assert.InRange(bodies.Held, 0, Budget + Limit);
        }

        await UntilAsync(() => bodies.Held > Budget - Limit);
        await UntilAsync(() => bodies.Held <= Budget);
        using var refused = await http.PostAsync(address, new ByteArrayContent(new byte[Limit]), Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);

        connections.ForEach(connection => connection.Dispose());
        await UntilAsync(() => bodies.Held == 0);
        using var taken = await http.PostAsync(address, new ByteArrayContent(new byte[Limit]), Cancelled);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Theory]
    [InlineData("AWSEvents.PutEvents", 4 * 1024 * 1024)]
    [InlineData("AWSEvents.ListRules", 1024 * 1024)]
    [InlineData("AmazonSQS.SendMessage", 4 * 1024 * 1024)]
    [InlineData("AmazonSSM.PutParameter", 1024 * 1024)]
    [InlineData("DynamoDB_20120810.PutItem", 4 * 1024 * 1024)]
    [InlineData("DynamoDB_20120810.BatchWriteItem", 17 * 1024 * 1024)]
    [InlineData("Kinesis_20131202.PutRecord", 1024 * 1024)]
    public async Task Each_operation_has_a_limit_of_its_own(string target, int limit)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        foreach (var (bytes, isTooLarge) in (IEnumerable<(int, bool)>)[(limit, false), (limit + 1, true)])
        {
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("{}" + new string(' ', bytes - 2)));
            content.Headers.Add("X-Amz-Target", target);
            using var answer = await laptop.Http.PostAsync(new Uri("/", UriKind.Relative), content, Cancelled);
            Assert.Equal(isTooLarge, answer.StatusCode == HttpStatusCode.RequestEntityTooLarge);
        }
    }

    private static async Task<TcpClient> SendHalfAsync(Uri address)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port, Cancelled);
        var head = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Limit}\r\n\r\n");
        await connection.GetStream().WriteAsync((byte[])[.. head, .. new byte[Limit / 2]], Cancelled);
        return connection;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); await Task.Delay(10, Cancelled))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1));
        }
    }
}
